"""Catalogue, recommender, classifier and scores; importable without the bot."""

from engine.engine import Engine

__all__ = ["Engine"]
