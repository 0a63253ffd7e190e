"""Example data of this app: each subject registers its own loader."""

from .examples import cases

__all__ = ["cases"]
