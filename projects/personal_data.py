"""What is held about people, gathered from the rooms."""

from projects.benefits import personal_data as benefits
from projects.change import personal_data as change
from projects.contracts import personal_data as contracts
from projects.forecast import personal_data as forecast
from projects.imports import personal_data as imports
from projects.meetings import personal_data as meetings
from projects.money import personal_data as money
from projects.packs import personal_data as packs
from projects.portfolio import personal_data as portfolio
from projects.returns import personal_data as returns
from projects.rollout import personal_data as rollout
from projects.stories import personal_data as stories

__all__ = [
    "benefits",
    "change",
    "contracts",
    "forecast",
    "imports",
    "meetings",
    "money",
    "packs",
    "portfolio",
    "returns",
    "rollout",
    "stories",
]
