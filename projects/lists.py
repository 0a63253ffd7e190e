"""Gathered for the shell: the lists of the rooms."""

from projects.money import bid_lists
from projects.money import lists as money
from projects.portfolio import lists as portfolio
from projects.returns import lists as returns
from projects.rollout import lists as rollout

__all__ = ["bid_lists", "money", "portfolio", "returns", "rollout"]
