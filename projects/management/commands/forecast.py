import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from diz_portal.access import Refusal
from projects.management.projects import named


class Command(BaseCommand):
    help = (
        "Forecast when a project's rollout will be complete, as JSON: the dates by which 50, 80 "
        "and 95 in 100 simulations finish, the chance of all sites in scope by the end of "
        "the project, the grant at risk in pounds, and how well earlier forecasts did."
    )

    def add_arguments(self, parser):
        parser.add_argument("project", help="web address (slug) of the project, such as full-fibre")
        parser.add_argument(
            "--at-least",
            type=int,
            metavar="SITES",
            help="give the chance for this many sites instead of all in scope",
        )

    def handle(self, *, project, at_least, **options):
        # Here, since numpy is needed by what forecasts and by nothing else.
        from projects.forecast.answers import forecast

        if at_least is not None and at_least < 1:
            raise CommandError("Enter a number of sites of 1 or more after --at-least")
        try:
            found = forecast(named(project), at_least=at_least)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        pounds = found.at_risk.pounds if found.at_risk else None
        self.stdout.write(
            json.dumps(
                {
                    "p50": found.dates.p50.isoformat(),
                    "p80": found.dates.p80.isoformat(),
                    "p95": found.dates.p95.isoformat(),
                    "chance": found.chance,
                    "at_risk": None if pounds is None else float(pounds),
                    "score": asdict(found.score) if found.score else None,
                }
            )
        )
