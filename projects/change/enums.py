"""Words of the room that models, services and pages share. It stands beneath them all."""

from django.db import models

from projects.portfolio.change_states import CHANGE_MOVES, DECIDED, ChangeState

__all__ = ["CHANGE_MOVES", "DECIDED", "ChangeState", "Route"]


class Route(models.TextChoices):
    """Who approves it."""

    DELEGATED = "delegated", "Programme manager"
    BOARD = "board", "Board"
