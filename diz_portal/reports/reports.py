"""The report that is no app's own, for the shell."""

from .dataset import report

__all__ = ["report"]
