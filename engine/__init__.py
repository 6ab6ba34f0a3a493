"""Catalogue, recommender, classifier and scores; importable without the bot."""

from engine.engine import Engine

__version__ = "0.1.0"
__all__ = ["Engine"]
