"""/artist: an artist's recordings in numbers."""

from collections.abc import Iterable
from typing import Annotated

from bot.definition import command
from bot.parameters import ArtistName
from bot.pictures import picture
from bot.reply import Action, Reply, Row
from bot.tracks import more_like, provenance, track_row
from engine import Engine
from engine.catalogue.store import Track
from engine.tokens import Token


@command("artist", examples=('/artist name:"{artist}"',))
def artist(engine: Engine, *, name: Annotated[str, ArtistName("whose recordings to look at")]) -> Reply:
    """An artist: recordings, genres, popularity, usual sound, most typical and most unusual tracks.

    Typical is what lies nearest to the middle of the artist's own recordings in the nine audio features, unusual what
    lies farthest from it.
    """
    portrait, chart = engine.explorer.artist(name)
    count = portrait.profile.count
    rows = [
        *_rows("most popular", portrait.popular),
        *_rows("typical of the artist", portrait.typical),
        *_rows("unusual for the artist", portrait.unusual),
    ]
    filed = ", ".join(f"{genre} ({times})" for genre, times in portrait.genres[:5])
    apart = ", ".join(f"{feature.name} at the {ordinal(place)} percentile" for feature, place in portrait.apart)
    text = f"{count:,} recording{'' if count == 1 else 's'}, filed under {filed}.\n\nSound: {apart}."
    if not portrait.typical:
        text += "\n\nToo few recordings to call any of them typical or unusual."
    tracks = list(
        {track.recording: track for track in (*portrait.popular, *portrait.typical, *portrait.unusual)}.values()
    )
    return Reply(
        chart.title,
        text,
        tuple(rows),
        numbered=False,
        feedback=provenance(engine),
        pictures=(picture(chart),),
        actions=(
            *more_like(tracks),
            Action("Tracks like theirs", f"/recommend {Token('like', portrait.popular[0].track_id)}"),
            Action(
                f"Compare with {portrait.genres[0][0]}",
                f"/compare {_subject(name)} {Token('b', portrait.genres[0][0])}",
            ),
        ),
    )


def _subject(name: str) -> Token:
    return Token("a", name, quoted=True)


def _rows(why: str, tracks: Iterable[Track]) -> list[Row]:
    return [
        track_row(track, detail=why, measure=(track.popularity or 0) / 100, amount=str(track.popularity), reasons=[why])
        for track in tracks
    ]


def ordinal(value: float) -> str:
    """``3rd``, ``71st``, ``12th``."""
    whole = round(value)
    ending = "th" if whole % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole}{ending}"
