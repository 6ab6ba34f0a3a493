"""Answers from a built catalogue: recommender, genre model, scores and statistics; importable without the bot.

This module is the whole public surface: whatever is not in ``__all__`` may change without notice.
"""

from engine.analytics import Distribution, Genre, Profile, than
from engine.catalogue.store import Track
from engine.csv_text import csv_bytes, harmless
from engine.deadlines import deadline
from engine.defaults import PYTHON, data_directory, models_directory
from engine.drivers import Contrast, Effect, FeatureDrivers, GenreContrast, GenreDrivers
from engine.emerging.formula import BAND
from engine.emerging.ranking import SCORES, EmergingArtist, EmergingTrack, Ranking, Score
from engine.emerging.scores import MARGIN
from engine.engine import Engine, GenreOrder
from engine.errors import ERROR_CODES, ErrorCode, UserError
from engine.features import AUDIO, AUDIO_NAMES, DURATION, LEVELS, POPULARITY, TRAIT_NAMES, TRAITS, WORDS, Feature, trait
from engine.genre.artists import ARTIST_ORDERS, GenreArtist
from engine.genre.explanation import GenreExplanation
from engine.genre.label import Labelled
from engine.genre.members import DoubtfulMember, GenreMembers
from engine.genre.predictor import Argument, Kind, Prediction
from engine.genre.report import Curve, Importance, Report
from engine.language.understanding import Understanding
from engine.levels import Levels
from engine.list_columns import LINE, ListColumns
from engine.matching import ListLine, ListMatch, Verdict
from engine.metadata import Facts, as_of
from engine.portraits import (
    Comparison,
    Correlations,
    GenrePlace,
    MapView,
    MusicalKey,
    Portrait,
    Spread,
    Subject,
    list_subject,
)
from engine.recommend.blocks import in_process
from engine.recommend.knn import OpenSearch
from engine.recommend.moods import MOODS, SYNONYMS
from engine.recommend.path import FEWEST_STEPS, MOST_STEPS, Step
from engine.recommend.playlist import MOST_MINUTES, RISES, Listed, Part, Playlist, Rise, following, unpinned
from engine.recommend.query import KEYS, MOST_TRACKS, Constraint, Key, Query
from engine.recommend.recommender import Match, Recommendation
from engine.recommend.refine import less_known, others
from engine.recommend.similarity import LEFT_OUT, SimilarArtist
from engine.recommend.styles import styles_in, without_styles
from engine.sound_map import METHODS
from engine.tokens import Token, join
from engine.tokens import tokens as read_tokens
from engine.trends.popularity import Change, PopularityChanges
from engine.trends.years import FEATURES as YEARLY_FEATURES
from engine.trends.years import FeatureTrend, Period
from engine.version import VERSION

__version__ = VERSION
__all__ = [
    "ARTIST_ORDERS",
    "AUDIO",
    "AUDIO_NAMES",
    "BAND",
    "DURATION",
    "ERROR_CODES",
    "FEWEST_STEPS",
    "KEYS",
    "LEFT_OUT",
    "LEVELS",
    "LINE",
    "MARGIN",
    "METHODS",
    "MOODS",
    "MOST_MINUTES",
    "MOST_STEPS",
    "MOST_TRACKS",
    "POPULARITY",
    "PYTHON",
    "RISES",
    "SCORES",
    "SYNONYMS",
    "TRAITS",
    "TRAIT_NAMES",
    "WORDS",
    "YEARLY_FEATURES",
    "Argument",
    "Change",
    "Comparison",
    "Constraint",
    "Contrast",
    "Correlations",
    "Curve",
    "Distribution",
    "DoubtfulMember",
    "Effect",
    "EmergingArtist",
    "EmergingTrack",
    "Engine",
    "ErrorCode",
    "Facts",
    "Feature",
    "FeatureDrivers",
    "FeatureTrend",
    "Genre",
    "GenreArtist",
    "GenreContrast",
    "GenreDrivers",
    "GenreExplanation",
    "GenreMembers",
    "GenreOrder",
    "GenrePlace",
    "Importance",
    "Key",
    "Kind",
    "Labelled",
    "Levels",
    "ListColumns",
    "ListLine",
    "ListMatch",
    "Listed",
    "MapView",
    "Match",
    "MusicalKey",
    "OpenSearch",
    "Part",
    "Period",
    "Playlist",
    "PopularityChanges",
    "Portrait",
    "Prediction",
    "Profile",
    "Query",
    "Ranking",
    "Recommendation",
    "Report",
    "Rise",
    "Score",
    "SimilarArtist",
    "Spread",
    "Step",
    "Subject",
    "Token",
    "Track",
    "Understanding",
    "UserError",
    "Verdict",
    "as_of",
    "csv_bytes",
    "data_directory",
    "deadline",
    "following",
    "harmless",
    "in_process",
    "join",
    "less_known",
    "list_subject",
    "models_directory",
    "others",
    "read_tokens",
    "styles_in",
    "than",
    "trait",
    "unpinned",
    "without_styles",
]
