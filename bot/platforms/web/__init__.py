"""The web platform: a local page that feels like a team channel, from this one process and nothing else."""

from bot.platforms.web.app import run

__all__ = ["run"]
