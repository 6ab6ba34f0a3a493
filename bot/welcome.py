"""What a newcomer reads first: which catalogue this is, how old, and sentences to try."""

from dataclasses import dataclass

from bot.commands import WELL_KNOWN, example_names
from bot.dialogue.smalltalk import TRIES
from engine import Engine


@dataclass(frozen=True)
class Welcome:
    """The first message of a platform.

    Parameters
    ----------
    catalogue : str
        One sentence: what is in the catalogue, and of when.
    notice : str
        That the tracks are synthetic and how to load real ones; empty for a real catalogue.
    tries : tuple of str
        Sentences that work with this catalogue.
    """

    catalogue: str
    notice: str
    tries: tuple[str, ...]


def welcome(engine: Engine) -> Welcome:
    """The welcome over a catalogue.

    Examples
    --------
    >>> from engine import Engine
    >>> welcome(Engine.load()).tries[0]  # doctest: +SKIP
    'something calm for a rainy sunday morning'
    """
    count, genres = len(engine.catalogue), len(engine.catalogue.genres)
    tries = tuple(line.replace(WELL_KNOWN["track"], example_names(engine)["track"]) for line in TRIES)
    if engine.catalogue.synthetic:
        return Welcome(
            f"{count:,} synthetic recordings in {genres} genres.",
            "This is the demo catalogue: its tracks and artists are made up. To load real ones, stop the program, run "
            ".venv/bin/python -m engine fetch and start it again.",
            tries,
        )
    return Welcome(f"{count:,} Spotify recordings in {genres} genres, popularity {engine.popularity_as_of}.", "", tries)
