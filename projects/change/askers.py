"""Whose changes a person asks for. Beneath the models, whose `visible_to` asks it."""

from partners.roles import works_for
from projects.money.readers import finance_of


def asks_for(user) -> set[int]:
    """Ids of the organisations for which the person may ask for a change: who works for them, and
    their finance officers, who keep the budgets that only an approved request moves."""
    return works_for(user) | finance_of(user)
