"""Gathered for the shell: the lists of the rooms."""

from projects.rollout import lists as rollout

__all__ = ["rollout"]
