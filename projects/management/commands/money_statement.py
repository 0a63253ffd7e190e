import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.management.projects import named
from projects.money.selectors import statement
from projects.rollout.standing import AsAt


class Command(BaseCommand):
    help = (
        "Print the pooled fund of a project as JSON: the amounts pledged, received, outstanding, "
        "spent and held, in pounds, and the differences."
    )

    def add_arguments(self, parser):
        parser.add_argument("project", help="web address (slug) of the project, such as full-fibre")
        parser.add_argument(
            "--as-at",
            metavar="YYYY-MM-DD",
            help="show the figures at the end of this day (default: today)",
        )

    def handle(self, *, project, as_at, **options):
        shown = statement.of_project(named(project), _day(as_at))
        names = ("pledged", "received", "outstanding", "spent", "held")
        self.stdout.write(
            json.dumps(
                {
                    **{name: _pounds(getattr(shown, name)) for name in names},
                    "differences": [
                        {
                            "kind": one.kind,
                            "source": one.source.title,
                            "amount": _pounds(one.amount),
                            "says": one.says,
                        }
                        for one in shown.differences
                    ],
                },
                ensure_ascii=False,
            )
        )


def _pounds(amount) -> float:
    """To the penny: JSON has no decimals, and a float of pounds keeps 15 digits."""
    return float(amount)


def _day(text: str | None) -> AsAt | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is not a date. Enter it as 2026-03-31") from None
    if day > timezone.localdate():
        raise CommandError("Enter a date that is today or in the past after --as-at")
    return AsAt.on(day)
