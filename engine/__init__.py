"""Catalogue, recommender, classifier and scores; importable without the bot."""

from engine.catalogue.store import Track
from engine.engine import Engine
from engine.errors import UserError
from engine.recommend.query import Constraint, Query
from engine.recommend.recommender import Recommendation
from engine.version import VERSION

__version__ = VERSION
__all__ = ["Constraint", "Engine", "Query", "Recommendation", "Track", "UserError"]
