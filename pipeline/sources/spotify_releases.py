"""The format of the large public Spotify tables: one row for each track, with its release date, without genres.

The columns are those that the tables of 600,000 and of 1.2 million tracks on Kaggle (yamaerenay, rodolfofigueroa) have
in common; the first lacks the album, the second the popularity. Units are those of Spotify's Web API.
"""

from typing import Final

from engine.features import AUDIO_NAMES
from pipeline.sources.base import AUDIO_RANGES, Column, TableFormat

SPOTIFY_RELEASES: Final = TableFormat(
    title="table of releases",
    marker="id",
    columns=(
        Column("track_id", "text", longest=100, heading="id"),
        Column("isrc", "text", required=False, longest=40),
        Column("track_name", "text", heading="name"),
        Column("album_name", "text", required=False, heading="album"),
        Column("artists", "names"),
        Column("popularity", "whole", 0, 100, required=False),
        Column("duration_ms", "whole", 0, 1e9),
        Column("explicit", "flag"),
        Column("release_date", "date", required=False, empty=True),
        Column("year", "whole", 0, 2100, required=False, missing=0),
        Column("key", "whole", -1, 11, required=False, missing=-1),
        Column("mode", "whole", 0, 1, required=False),
        Column("time_signature", "whole", 0, 16, required=False, missing=0),
        *(Column(name, "number", *AUDIO_RANGES[name]) for name in AUDIO_NAMES),
    ),
    filed=False,
)
