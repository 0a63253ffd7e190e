"""What waits for somebody, by subject."""

from .attention import cases

__all__ = ["cases"]
