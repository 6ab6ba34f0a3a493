"""The format of the public Spotify Tracks Dataset: one row for each genre that a track was found under.

Columns and units are those of Spotify's Web API (get audio features, get track). The dataset was published by
maharshipandya on Kaggle (DOI 10.34740/KAGGLE/DSV/4372070) and on Hugging Face.
"""

from typing import Final

from engine.features import AUDIO_NAMES
from pipeline.sources.base import AUDIO_RANGES, Column, Provenance, TableFormat

PUBLIC_TABLE_SHA256: Final = "b202fa49909b2d5cef71a04b1d21243cfeb36414535f2ca9272aa646721177bd"
"""Of the uncompressed ``dataset.csv``, 20,118,244 bytes."""

PUBLIC_TABLE: Final = Provenance(
    title="Spotify Tracks Dataset",
    publisher="maharshipandya, DOI 10.34740/KAGGLE/DSV/4372070",
    licence="ODbL 1.0",
    collected="2022-10",  # its page says autumn 2022, and its newest releases are of October
)

SPOTIFY_LISTING: Final = TableFormat(
    title="listing of tracks by genre",
    marker="track_genre",
    columns=(
        Column("track_id", "text", longest=100),  # Spotify's have 22
        Column("artists", "text"),  # separated by ";", main artist first
        Column("album_name", "text"),
        Column("track_name", "text"),
        Column("track_genre", "text"),
        Column("popularity", "whole", 0, 100, required=False),
        Column("duration_ms", "whole", 0, 1e9),
        Column("key", "whole", -1, 11, required=False, missing=-1),  # pitch class, 0 is C
        Column("mode", "whole", 0, 1, required=False),  # 1 major, 0 minor
        Column("time_signature", "whole", 0, 16, required=False, missing=0),  # beats in a bar
        Column("explicit", "flag"),
        *(Column(name, "number", *AUDIO_RANGES[name]) for name in AUDIO_NAMES),
    ),
    known={PUBLIC_TABLE_SHA256: PUBLIC_TABLE},
)
