"""Popularity of what is watched, in the catalogue at hand."""

from engine import Engine, Track, UserError

_BEST_KNOWN = 5


def popularity(engine: Engine, kind: str, key: str) -> float | None:
    """Popularity (0-100) of a track, of an artist's five best known recordings, or of a genre's mean; None if unknown.

    Parameters
    ----------
    kind : str
        ``track``, ``artist`` or ``genre``.
    key : str
        A track's id, or the name of an artist or a genre.
    """
    if kind == "genre":
        return next((genre.popularity for genre in engine.genres() if genre.name == key), None)
    try:
        tracks: tuple[Track, ...] = (engine.find_track(key),) if kind == "track" else engine.artist(key).popular
    except UserError:
        return None
    known = [track.popularity for track in tracks[:_BEST_KNOWN] if track.popularity is not None]
    return sum(known) / len(known) if known else None
