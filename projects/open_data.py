"""What this app publishes as open data, gathered from its rooms."""

from projects import oc4ids
from projects.benefits import open_data as benefits
from projects.money import giving
from projects.money import open_data as money
from projects.rollout import open_data as rollout

__all__ = ["benefits", "giving", "money", "oc4ids", "rollout"]
