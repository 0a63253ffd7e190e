"""Benefits of the example: what the fibre was for, and what came with it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta

from projects.benefits import services
from projects.benefits.lines import Line
from projects.benefits.models import Benefit
from projects.portfolio.models import Project
from projects.rollout.models import Site

PROFILES: list[tuple[dict[str, Any], list[int], int]] = [
    (
        {
            "title": "Surgeries have a connection that meets their need",
            "role": "purpose",
            "value": "societal",
            "beneficiary": "Practices in scope and their patients",
            "measure": "Surgeries in scope whose measured download speed is 100 Mbit/s or more",
            "unit": "surgeries",
            "every_months": 3,
            "baseline": 3,
            "baseline_method": "Speed tests at each surgery before the work",
            "target": 74,
            "contribution": "Suppliers also build for homes nearby, so some surgeries might have "
            "had a faster connection later without the project.",
            "disbenefits": "Some surgeries were without a phone line for up to an hour when they "
            "changed over.",
            "dependencies": "Landowners grant wayleaves",
        },
        [9, 21, 34, 47],
        0,
    ),
    (
        {
            "title": "Patients can have online consultations",
            "role": "secondary",
            "value": "societal",
            "beneficiary": "Patients, at times and by the means that suit them",
            "measure": "Online consultations at surgeries that are live, each month",
            "unit": "consultations a month",
            "counts_people": True,
            "of_people": "other",
            "every_months": 3,
            "baseline": 410,
            "baseline_method": "Count of appointment systems, 12 surgeries",
            "target": 2400,
            "contribution": "National advice and a new booking system changed habits too.",
            "disbenefits": "",
            "dependencies": "Practices share monthly counts",
        },
        [520, 900, 1340],
        400,
    ),
    (
        {
            "title": "Surgeries lose fewer hours to outages",
            "role": "secondary",
            "value": "non_cashable",
            "beneficiary": "Practice staff",
            "measure": "Hours without a connection at all live surgeries, each quarter",
            "unit": "hours a quarter",
            "every_months": 3,
            "baseline": 130,
            "baseline_method": "Fault logs of the former suppliers",
            "target": 20,
            "contribution": "Some surgeries also replaced their own equipment.",
            "disbenefits": "",
            "dependencies": "",
        },
        [118, 74, 61],
        0,
    ),
]


def load(manager: Any, project: Project, today: date) -> str:
    began = today - timedelta(days=420)
    for profile, amounts, people in PROFILES:
        facts = {
            name: value for name, value in profile.items() if name not in ("baseline", "target")
        }
        benefit = services.add(
            by=manager,
            project=project,
            owner=project.lead,
            baseline=Decimal(profile["baseline"]),
            target=Decimal(profile["target"]),
            baseline_on=began,
            target_on=today + timedelta(days=330),
            **facts,
        )
        for number, amount in enumerate(amounts, start=1):
            services.record(
                by=manager,
                benefit=benefit,
                on=began + timedelta(days=91 * number),
                amount=Decimal(amount),
                people=people + amount if people else None,
                method="Same method as the baseline",
            )
        if people:
            _at_sites(manager, benefit, today)
        services.release(by=manager, benefit=benefit)
    return f"{Benefit.objects.count()} benefits"


def _at_sites(manager: Any, benefit: Benefit, today: date) -> None:
    """Each month of half a year, at every site: a little more where the fibre is live."""
    sites = list(Site.objects.standing().filter(project=benefit.project, in_scope=True))
    sites = [one for one in sites if one.ods_code]
    since = dict(
        Site.objects.filter(pk__in=[one.pk for one in sites])
        .with_live_since()
        .values_list("pk", "live_since")
    )
    for back in range(6, 0, -1):
        month = (today.replace(day=1) - relativedelta(months=back)).replace(day=1)
        lines = []
        for number, site in enumerate(sites, start=1):
            live = since[site.pk]
            days = max((month - live).days, 0) if live else 0
            amount = 14 + number * 7 % 19 + min(days // 20, 16)
            lines.append(Line(number, site.ods_code, Decimal(amount), amount + 20))
        if lines:
            services.record_sites(by=manager, benefit=benefit, month=month, lines=lines)
