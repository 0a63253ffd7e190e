"""Benefits of the example: what each project delivers, what it was for, and what came with it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta

from projects.benefits import services
from projects.benefits.lines import Line
from projects.benefits.models import Benefit
from projects.portfolio.models import Project
from projects.rollout.models import Site

# What is measured of each: a profile, its measures, and how many people more than the value.
Profiles = list[tuple[dict[str, Any], list[int], int]]

PROFILES: Profiles = [
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
    (
        {
            "title": "Existing ducts and poles are used again",
            "role": "output",
            "value": "non_cashable",
            "owner": "stort-valley-fibre",
            "beneficiary": "Everyone who would have met roadworks",
            "measure": "Kilometres of new fibre in ducts and on poles that were there before",
            "unit": "km",
            "every_months": 1,
            "baseline": 0,
            "baseline_method": "No fibre had been laid",
            "target": 60,
            "contribution": "",
            "disbenefits": "",
            "dependencies": "Owners of the ducts give access",
        },
        [2, 5, 9, 12, 16, 19, 24, 28, 33, 37, 42, 46, 49],
        0,
    ),
]

OTHERS: dict[str, Profiles] = {
    "device-and-data-bank": [
        (
            {
                "title": "Residents can get help near home",
                "role": "output",
                "value": "societal",
                "beneficiary": "Residents who do not travel far",
                "measure": "Libraries, surgeries and halls that offer help with a device",
                "unit": "places",
                "every_months": 3,
                "baseline": 4,
                "baseline_method": "List of the councils’ own places",
                "target": 24,
                "contribution": "",
                "disbenefits": "",
                "dependencies": "Volunteers stay",
            },
            [7, 11, 15, 18],
            0,
        ),
        (
            {
                "title": "Residents do more online without help",
                "role": "purpose",
                "value": "societal",
                "beneficiary": "Residents who were given a device",
                "measure": "Share of them who use 3 or more public services online after 3 months",
                "unit": "% of residents",
                "counts_people": True,
                "of_people": "percent",
                "every_months": 6,
                "baseline": 12,
                "baseline_method": "Questions when the device was given, 140 residents",
                "target": 60,
                "contribution": "Some residents also had help from family or a library.",
                "disbenefits": "",
                "dependencies": "Residents answer when we call them",
            },
            [27, 41],
            90,
        ),
    ],
    "smart-place-seminars": [
        (
            {
                "title": "What speakers showed can be watched later",
                "role": "output",
                "value": "non_cashable",
                "beneficiary": "Officers who could not come",
                "measure": "Recordings on the page of their seminar",
                "unit": "recordings",
                "every_months": 3,
                "baseline": 0,
                "baseline_method": "None were recorded before",
                "target": 12,
                "contribution": "",
                "disbenefits": "",
                "dependencies": "Speakers agree",
            },
            [2, 4, 5, 8],
            0,
        ),
    ],
}


def load_all(manager: Any, fibre: Project, today: date) -> str:
    load(manager, fibre, PROFILES, today)
    for slug, profiles in OTHERS.items():
        load(manager, Project.objects.select_related("lead").get(slug=slug), profiles, today)
    return f"{Benefit.objects.count()} benefits"


def load(manager: Any, project: Project, profiles: Profiles, today: date) -> None:
    began = today - timedelta(days=420)
    for profile, amounts, people in profiles:
        facts = {
            name: value
            for name, value in profile.items()
            if name not in ("baseline", "target", "owner")
        }
        owner = profile.get("owner")
        benefit = services.add(
            by=manager,
            project=project,
            owner=project.partners.get(slug=owner) if owner else project.lead,
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
                on=began + timedelta(days=(30 * profile["every_months"] + 1) * number),
                amount=Decimal(amount),
                people=people + amount if people else None,
                method="Same method as the baseline",
            )
        if people and project.sites.exists():
            _at_sites(manager, benefit, today)
        services.release(by=manager, benefit=benefit)


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
