"""/artist: an artist's recordings in numbers."""

from collections.abc import Iterable
from typing import Annotated

import charts
from bot.definition import command
from bot.parameters import Name
from bot.reply import Action, Reply, Row
from bot.say import more_like, say
from bot.tracks import track_row
from engine import Engine, Query, Track, than


@command("artist", examples=('/artist name:"{artist}"',))
def artist(engine: Engine, *, name: Annotated[str, Name("whose recordings to look at", source="artist")]) -> Reply:
    """An artist: recordings, genres, popularity, usual sound, most typical and most unusual tracks.

    Typical is what lies nearest to the middle of the artist's own recordings in the nine audio features, unusual what
    lies farthest from it.
    """
    portrait = engine.artist(name)
    chart = charts.portrait(portrait)
    count = portrait.profile.count
    filed = ", ".join(f"{genre} ({times})" for genre, times in portrait.genres[:5])
    apart = ", ".join(
        f"{than(feature, place, 50)} than {max(place, 100 - place):.0f}%" for feature, place in portrait.apart
    )
    text = (
        f"{count:,} recording{'' if count == 1 else 's'} here, filed under {filed or 'no genre'}.\n\n"
        f"Sound, by the median of {'them' if count > 1 else 'it'}: {apart} of all recordings."
    )
    if not portrait.typical:
        text += "\n\nToo few recordings to call any of them typical or unusual."
    shown = (*portrait.popular, *portrait.typical, *portrait.unusual)
    return Reply(
        chart.title,
        text,
        (
            *_rows("most popular", portrait.popular),
            *_rows("typical of the artist", portrait.typical),
            *_rows("unusual for the artist", portrait.unusual),
        ),
        numbered=False,
        charts=(chart,),
        actions=(
            *more_like(list({track.recording: track for track in shown}.values())),
            Action("Artists like this", say("artists", like=portrait.profile.name)),
            Action("Tracks like theirs", say("recommend", Query(like_artists=(portrait.profile.name,)))),
            *(
                Action(f"Compare with {genre}", f"{say('compare', a=engine.find_subject(name), b=genre)}")
                for genre, _ in portrait.genres[:1]
            ),
        ),
    )


def _rows(why: str, tracks: Iterable[Track]) -> list[Row]:
    return [
        track_row(
            track,
            detail=why,
            measure=None if track.popularity is None else track.popularity / 100,
            amount="" if track.popularity is None else str(track.popularity),
            reasons=[why],
        )
        for track in tracks
    ]
