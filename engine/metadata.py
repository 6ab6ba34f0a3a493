"""What stands behind the answers: the catalogue, the models and how well they were measured."""

from dataclasses import dataclass
from pathlib import Path

from engine import artifacts
from engine.catalogue.store import Catalogue
from engine.errors import UserError


@dataclass(frozen=True)
class Facts:
    """Facts for people.

    Parameters
    ----------
    version : str
    paragraphs : tuple of str
        Where the data comes from and what it is not.
    figures : tuple of (str, str)
        Name and amount.
    """

    version: str
    paragraphs: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]


def describe(catalogue: Catalogue, models: Path) -> Facts:
    """The facts of a catalogue and the models beside it; what is not there is said to be so."""
    from engine import __version__

    manifest = catalogue.manifest
    counts = manifest["counts"]
    figures = [
        ("Recordings", f"{counts['recordings']:,}"),
        ("Track ids", f"{counts['tracks']:,}"),
        ("Genres", f"{counts['genres']}"),
        ("Collected", ", ".join(source["collected"] for source in manifest["sources"])),
    ]
    for name, what in (("genre", "Genre model"), ("emerging", "Breakout score")):
        try:
            headline = artifacts.about(models, name).get("headline", {})
        except UserError as mistake:
            figures.append((what, str(mistake)))
        else:
            figures += [(f"{what}: {figure}", _amount(value)) for figure, value in headline.items()]
    source = (
        "The tracks are synthetic from aggregates of the public Spotify Tracks Dataset."
        if catalogue.synthetic
        else "Tracks: the public Spotify Tracks Dataset (maharshipandya, DOI 10.34740/KAGGLE/DSV/4372070, ODbL 1.0)."
    )
    return Facts(
        __version__,
        (
            source,
            "A recording is one sound, under which many track ids may stand; answers are over recordings. "
            "Popularity is that of the day of collection, and no reading of genre uses it.",
        ),
        tuple(figures),
    )


def _amount(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
