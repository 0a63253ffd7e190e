"""The example partnership: see `registry` for how an app adds to it."""

from .registry import example

__all__ = ["example"]
