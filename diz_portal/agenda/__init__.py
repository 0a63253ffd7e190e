"""The calendar of the workspace: see `registry` for how an app takes part."""

from .registry import Entry, dates

__all__ = ["Entry", "dates"]
