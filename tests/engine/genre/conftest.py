"""The synthetic genres are fixtures here."""

from tests.synthetic_genres import known, model, unseen

__all__ = ["known", "model", "unseen"]
