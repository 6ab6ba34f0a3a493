"""The format of a dated table: one row for each track as it stood on a day, with release dates and popularity."""

from typing import Final

from engine.features import AUDIO_NAMES
from pipeline.sources.base import AUDIO_RANGES, Column, TableFormat

SPOTIFY_SNAPSHOT: Final = TableFormat(
    title="dated table",
    marker="data_collection_date",
    columns=(
        Column("track_id", "text", longest=100),  # Spotify's have 22
        Column("artist_name", "text"),
        Column("album_name", "text"),
        Column("track_name", "text"),
        Column("release_date", "date", empty=True),
        Column("artist_genres", "text", required=False),
        Column("search_genre", "text"),
        Column("data_collection_date", "date"),
        Column("popularity", "number", 0, 100, empty=True),
        Column("artist_popularity", "number", 0, 100, required=False),
        Column("artist_followers", "number", 0, required=False),
        Column("duration_ms", "number", 0, 1e9, empty=True),
        *(Column(name, "number", *AUDIO_RANGES[name], empty=True) for name in AUDIO_NAMES),
    ),
    date_column="data_collection_date",
)
