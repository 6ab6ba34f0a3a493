"""The engine: one object over a catalogue and its models, each method a thin call into its module."""


class Engine:
    """Being written."""
