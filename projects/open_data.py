"""What this app publishes as open data, gathered from its rooms."""

from projects.rollout import open_data as rollout

__all__ = ["rollout"]
