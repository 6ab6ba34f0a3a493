"""Search one catalogue on several machines, with Ray: the same answers as from one process."""
