"""Benefits of a project, as services make them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from projects.benefits import services
from projects.models import Benefit, Project


def benefit_of(project: Project, by: Any, **facts: Any) -> Benefit:
    """Measured each month, from 100 a year ago to 200 in a year."""
    today = timezone.localdate()
    return services.add(
        by=by,
        project=project,
        **{
            "title": "Patients have online consultations",
            "role": "secondary",
            "value": "societal",
            "owner": project.lead,
            "beneficiary": "Patients",
            "measure": "Online consultations each month",
            "unit": "consultations",
            "counts_people": False,
            "of_people": "other" if facts.get("counts_people") else "",
            "every_months": 1,
            "baseline": Decimal(100),
            "baseline_on": today - timedelta(days=365),
            "baseline_method": "Counted",
            "target": Decimal(200),
            "target_on": today + timedelta(days=365),
            "contribution": "A new booking system",
            "disbenefits": "",
            "dependencies": "",
            "ended_on": None,
            **facts,
        },
    )


def measured(benefit: Benefit, by: Any, amount: int, *, days_ago: int = 0, **facts: Any) -> Any:
    on = timezone.localdate() - timedelta(days=days_ago)
    facts = {"method": "Counted", **facts}
    return services.record(by=by, benefit=benefit, on=on, amount=Decimal(amount), **facts)
