"""The pages of digital inclusion: who may read them, and who may press their buttons.

A programme manager runs the programme and does not read what residents told a caseworker: the
pages about people open for caseworkers of the organisation that handles the case alone.
"""

from .doors import Table


def add(table: Table) -> None:
    _cases(table)


def _cases(table: Table) -> None:
    """Referrals and cases."""
