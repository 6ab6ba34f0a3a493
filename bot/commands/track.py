"""/track: one track, trait by trait."""

from typing import Annotated

from bot.definition import command
from bot.parameters import TrackName
from bot.reply import Action, Reply, Row
from bot.tracks import provenance, track_data
from engine import Engine
from engine.catalogue.store import Track
from engine.features import TRAITS
from engine.tokens import Token


@command("track", examples=('/track track:"{track}"',))
def track(engine: Engine, *, track: Annotated[Track, TrackName("title, title and artist, or a link")]) -> Reply:
    """One track: its traits, and where each stands in the catalogue.

    The percentile is the share of recordings below it: 80 means that four in five have less.
    """
    rows = []
    for feature in TRAITS:
        value = track.values[feature.name]
        if value != value:
            rows.append(Row(feature.name, amount="unknown", detail="no beat was found", data={"trait": feature.name}))
            continue
        percentile = engine.percentile(feature.name, value)
        rows.append(
            Row(
                feature.name,
                measure=percentile / 100,
                amount=feature.format(value),
                detail=f"{engine.level(feature.name, value)} · percentile {percentile:.0f} · {feature.about}",
                data={"trait": feature.name, "value": value, "percentile": round(percentile, 1)},
            )
        )
    year = f", {track.release_year}" if track.release_year else ""
    named = Token("track", track.track_id)
    return Reply(
        title=track.title,
        text=f"Album: {track.album_name}{year}\n\nFiled under: {', '.join(track.genres)}"
        + ("\n\nExplicit" if track.explicit else "")
        + (f"\n\n{track.url}" if track.url else ""),
        rows=(Row(track.title, url=track.url, chips=track.genres, data=track_data(track)), *rows),
        numbered=False,
        feedback=provenance(engine),
        actions=(
            Action("More like this", f"/similar {named}"),
            Action("What genre is it?", f"/genre {named}"),
            Action("The artist", f"/artist {Token('name', track.artists[0], quoted=True)}"),
        ),
    )
