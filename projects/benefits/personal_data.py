"""What is held about people in benefits."""

from projects.benefits.models import Benefit, BenefitMeasure, SiteMeasure
from projects.portfolio.personal_data import on_record

on_record(
    Benefit,
    what="Benefits of projects",
    personal={
        "contribution": "what else may cause a change",
        "disbenefits": "disbenefits",
        "dependencies": "dependencies",
    },
    not_personal={
        "title beneficiary measure unit baseline_method": "what is measured, and for which group",
        "role value": "chosen from lists",
    },
    why="To show what a project has changed",
)
on_record(
    BenefitMeasure,
    what="Measures of benefits",
    personal={
        "by": "who recorded it",
        "method": "how it was measured",
        "reason": "reason for a correction",
    },
    why="To show what was measured, how, and who recorded it",
)
on_record(
    SiteMeasure,
    what="Measures of benefits at sites",
    personal={"by": "who recorded it", "reason": "reason for a correction"},
    why="To compare connected sites with those still waiting, and to show who recorded it",
)
