from diz_portal.privacy import LEAD_ORGANISATION, Retention, declare, kept, no_personal_data
from diz_portal.privacy.purposes import PARTNERSHIP

from .models import BoardDate, ReportFile, ReportJob, Schedule

declare(
    ReportJob,
    what="Requested reports",
    personal={"asked_by": "who asked for the report"},
    not_personal={
        "report title answers formats": "what the report is about: chosen from lists",
        "counts": "numbers of people, none named",
        "attempt problem code_version": "made by the portal",
    },
    controller=LEAD_ORGANISATION,
    purpose=PARTNERSHIP,
    why="To show who created which report, and when",
    retention=Retention(
        days=730,
        from_field="asked_at",
        only={"is_kept": False},
        after="it was asked for",
        at_least=90,
        at_most=6 * 365,
    ),
)
declare(
    Schedule,
    what="Scheduled reports",
    personal={"owner": "who scheduled the report", "recipients": "who is sent a link to it"},
    not_personal={
        "report title answers edition formats every": "what the report is about, and when it is due"
    },
    controller=LEAD_ORGANISATION,
    purpose=PARTNERSHIP,
    why="To create reports automatically and send them to the right people",
    retention=kept("Until the schedule is deleted"),
)
no_personal_data(BoardDate, reason="The dates of board meetings.", texts="name")
declare(
    ReportFile,
    what="Files of reports",
    personal={
        "file": "names of staff who are responsible for something; references of cases and of "
        "registrations, and no name of a resident"
    },
    not_personal={"format sha256": "made by the portal"},
    controller=LEAD_ORGANISATION,
    purpose=PARTNERSHIP,
    why="To download a report that was created",
    retention=kept("Until the date shown beside the report, then deleted"),
)
