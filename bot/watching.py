"""Popularity of what is watched, in the catalogue at hand."""

from engine import Engine, UserError

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
    try:
        if kind == "track":
            return float(engine.find_track(key).popularity)
        if kind == "artist":
            best = engine.artist(key).popular[:_BEST_KNOWN]
            return sum(track.popularity for track in best) / len(best)
    except UserError:
        return None
    return next((genre.popularity for genre in engine.genres() if genre.name == key), None)
