"""/track: one track, trait by trait."""

from typing import Annotated

import charts
from bot.definition import command
from bot.listening import listen
from bot.parameters import Name
from bot.reply import Action, Reply, Row
from bot.say import say
from bot.tracks import filed_under, genre_chips, track_data
from engine import TRAITS, Engine, Feature, Track


@command("track", examples=('/track track:"{track}"',))
def track(
    engine: Engine, *, track: Annotated[Track, Name("title, title and artist, or a link", source="track")]
) -> Reply:
    """One track: its key, tempo and other traits, and where each stands in the catalogue.

    The percentile is the share of recordings below it: 80 means that four in five have less. The Camelot code is the
    place of the key on the wheel that DJs mix by.
    """
    key = engine.key(track)
    year = f", {track.release_year}" if track.release_year else ""
    tempo = track.values["tempo"]
    facts = [
        f"{tempo:.0f} BPM" if tempo == tempo else "no steady beat",
        f"{key.name} (Camelot {key.camelot})" if key.name else "key unknown",
    ]
    parts = [
        f"Album: {track.album_name or 'unknown'}{year}",
        " · ".join(facts),
        filed_under(track),
        "Explicit" if track.explicit else "",
    ]
    # The picture adds to the rows where the track stands among its genre.
    genre = engine.main_genre(track)
    drawn = (charts.comparison(engine.compare(track, engine.find_subject(genre))),) if genre else ()
    data = track_data(track, key=key.name, camelot=key.camelot, tempo=tempo, release_year=track.release_year)
    return Reply(
        title=track.title,
        text="\n\n".join(part for part in parts if part),
        rows=(
            Row(track.title, url=track.url, chips=genre_chips(track), data=data),
            *(_row(engine, trait, track.values[trait.name]) for trait in TRAITS),
        ),
        numbered=False,
        charts=drawn,
        links=listen(track),
        actions=(
            Action("More like this", say("similar", track=track)),
            Action("What genre is it?", say("genre", track=track)),
            Action("The artist", say("artist", name=track.artists[0])),
            *((Action("Is it rising?", say("emerging", track=track)),) if engine.has_rising else ()),
        ),
    )


def _row(engine: Engine, trait: Feature, value: float) -> Row:
    if value != value:
        why = "no beat was found" if trait.name == "tempo" else "no table tells it"
        return Row(trait.name, amount="unknown", detail=why, data={"trait": trait.name})
    percentile = engine.percentile(trait.name, value)
    return Row(
        trait.name,
        measure=percentile / 100,
        amount=trait.format(value),
        detail=f"{engine.level(trait.name, value)} · percentile {percentile:.0f} · {trait.about}",
        data={"trait": trait.name, "value": value, "percentile": round(percentile, 1)},
    )
