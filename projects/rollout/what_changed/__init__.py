"""What changed in a rollout: its sites, its scope and its wayleaves."""

from . import dates, moves, scope, wayleaves

__all__ = ["dates", "moves", "scope", "wayleaves"]
