"""Search one catalogue on several machines, and read the table of one, with Ray: the same as in one process."""
