"""Board packs, by way of the services."""

from datetime import timedelta

from django.utils import timezone

from diz_portal.reports.models import BoardDate
from projects.packs.models import Pack
from projects.packs.services import drafting

WHOLE = {
    "question": "Is the contract extended?",
    "options": "Extend it\nLet it end",
    "recommendation": "Extend it.",
    **dict.fromkeys(
        ("financial", "legal", "equality", "data_protection", "climate"), "None identified by Ada"
    ),
}


def board_in(days: int = 14, name: str = "Partnership board") -> BoardDate:
    day = timezone.localdate() + timedelta(days=days)
    return BoardDate.objects.get_or_create(name=name, date=day)[0]


def draft_of(project, by, *, days: int = 14, back: int = 30, until: int = 0) -> Pack:
    """Of the last `back` days, for a meeting in so many days."""
    today = timezone.localdate()
    return drafting.start(
        by=by,
        project=project,
        board=board_in(days),
        since=today - timedelta(days=back),
        until=today - timedelta(days=until),
    )
