"""Charts: results of the engine in, titles, alt text and PNG out. matplotlib is loaded when the first one is drawn."""

from charts.catalogue import (
    comparison,
    correlation_matrix,
    distribution,
    feature_grid,
    genre_ranking,
    portrait,
)
from charts.drivers import drivers_compared, drivers_of_feature, drivers_of_genre
from charts.emerging import emerging_ranking, emerging_track, written_score
from charts.genre import calibration, confusion, genre_prediction, genre_scores, importance
from charts.parts import chance
from charts.playlist import playlist_curve
from charts.sound_map import map_of_sounds
from charts.style import DARK, LIGHT, THEMES, Chart, ChartCache, Theme
from charts.taste import taste_profile
from charts.trends import feature_trend, popularity_changes

__all__ = [
    "DARK",
    "LIGHT",
    "THEMES",
    "Chart",
    "ChartCache",
    "Theme",
    "calibration",
    "chance",
    "comparison",
    "confusion",
    "correlation_matrix",
    "distribution",
    "drivers_compared",
    "drivers_of_feature",
    "drivers_of_genre",
    "emerging_ranking",
    "emerging_track",
    "feature_grid",
    "feature_trend",
    "genre_prediction",
    "genre_ranking",
    "genre_scores",
    "importance",
    "map_of_sounds",
    "playlist_curve",
    "popularity_changes",
    "portrait",
    "taste_profile",
    "written_score",
]
