"""Example data of this app: each subject registers its own loader."""

from inclusion.examples import cases, landlines, learners, learning, stock, telling
from inclusion.examples import help as getting_help

__all__ = ["cases", "getting_help", "landlines", "learners", "learning", "stock", "telling"]
