"""What is held about people in benefits."""

from diz_portal.privacy import JOINT, declare
from projects.benefits.models import Benefit, BenefitMeasure, SiteMeasure
from projects.portfolio.personal_data import AS_RECORD, PROGRAMME

declare(
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
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show what a project has changed",
    retention=AS_RECORD,
)
declare(
    BenefitMeasure,
    what="Measures of benefits",
    personal={
        "by": "who recorded it",
        "method": "how it was measured",
        "reason": "reason for a correction",
    },
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show what was measured, how, and who recorded it",
    retention=AS_RECORD,
)
declare(
    SiteMeasure,
    what="Measures of benefits at sites",
    personal={"by": "who recorded it", "reason": "reason for a correction"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To compare connected sites with those still waiting, and to show who recorded it",
    retention=AS_RECORD,
)
