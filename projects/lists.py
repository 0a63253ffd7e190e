"""Gathered for the shell: the lists of the rooms."""

from projects.portfolio import lists as portfolio
from projects.returns import lists as returns
from projects.rollout import lists as rollout

__all__ = ["portfolio", "returns", "rollout"]
