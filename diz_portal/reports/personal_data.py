from diz_portal.privacy import LEAD_ORGANISATION, Retention, declare, kept
from diz_portal.privacy.purposes import PARTNERSHIP

from .models import ReportFile, ReportJob

declare(
    ReportJob,
    what="Reports asked for",
    personal={"asked_by": "who asked for the report"},
    not_personal={
        "report title answers formats": "what the report is about: chosen from lists",
        "attempt problem code_version": "made by the portal",
    },
    controller=LEAD_ORGANISATION,
    purpose=PARTNERSHIP,
    why="To show who created which report, and when",
    retention=Retention(
        days=730, from_field="asked_at", after="it was asked for", at_least=90, at_most=6 * 365
    ),
)
declare(
    ReportFile,
    what="Files of reports",
    personal={"file": "names of staff who are responsible for something"},
    not_personal={"format sha256": "made by the portal"},
    controller=LEAD_ORGANISATION,
    purpose=PARTNERSHIP,
    why="To download a report that was created",
    retention=kept("Until the date shown beside the report, then deleted"),
)
