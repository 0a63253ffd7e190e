"""What this app publishes as open data, gathered from its rooms."""

from projects import oc4ids
from projects.money import giving
from projects.money import open_data as money
from projects.rollout import open_data as rollout

__all__ = ["giving", "money", "oc4ids", "rollout"]
