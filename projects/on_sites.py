"""What the rooms of the app say of a site that is to be withdrawn: `projects/rollout/dependents.py`
asks them."""

from projects.benefits import on_sites as benefits
from projects.change import on_sites as change

__all__ = ["benefits", "change"]
