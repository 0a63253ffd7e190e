from . import JOINT, LEAD_ORGANISATION, Retention, declare, kept, no_personal_data
from .models import (
    Complaint,
    ComplaintEvent,
    DataRequest,
    Decision,
    Period,
    ProcessingRecord,
    Processor,
    ProcessorUse,
    RequestEvent,
    RetentionResult,
    RetentionRun,
)
from .purposes import ACCOUNTS, RIGHTS
from .registers.services.forgetting import DAYS_KEPT

declare(
    Decision,
    what="Decisions on people’s records",
    personal={"by": "who decided", "words": "explanation of a refusal"},
    not_personal={"kind reference controller": "which record it was, and whose to decide about"},
    controller=JOINT,
    purpose=RIGHTS,
    why="To show that a request was answered, without keeping who asked",
    retention=Retention(
        days=3 * 365, from_field="at", after="the decision", at_least=365, at_most=6 * 365
    ),
)
no_personal_data(RetentionRun, reason="When the nightly clearing ran.")
no_personal_data(
    RetentionResult, reason="How many records it cleared.", texts="label what action problem"
)

declare(
    ProcessingRecord,
    what="Record of processing activities",
    personal={"reviewed_by": "who reviewed it"},
    not_personal={
        "purpose": "which purpose it is, made by the portal",
        "basis_words source recipients transfers_to": "what a controller answers for, of nobody",
    },
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="To show that each controller has checked its lawful basis, and when",
    retention=kept("With the record; the name for as long as the account is open"),
)
no_personal_data(
    Processor,
    reason="Firms that handle data for a controller.",
    texts="name what_for where",
)
no_personal_data(ProcessorUse, reason="Which of them has to do with what.")
no_personal_data(Period, reason="How long something is kept.", texts="label")

WHO_ASKED = {
    "name": "name",
    "email": "email address",
    "phone": "telephone number",
    "postal_address": "postal address",
    "words": "what they write, in their words",
    "attempt": "a mark of what was sent, to keep it once",
    "written_by": "who wrote it down",
}
declare(
    DataRequest,
    what="Requests about personal data",
    personal=WHO_ASKED,
    controller=LEAD_ORGANISATION,
    purpose=RIGHTS,
    why="To answer somebody who uses their rights, and to show that it was done in time",
    retention=Retention(
        days=DAYS_KEPT,
        from_field="closed_on",
        only={"erased_at": None},
        action="blank",
        kind="data-request",
        after="the request was settled",
        at_least=365,
        at_most=6 * 365,
    ),
)
declare(
    Complaint,
    what="Complaints about the use of personal data",
    personal=WHO_ASKED,
    controller=LEAD_ORGANISATION,
    purpose=RIGHTS,
    why="To look into what went wrong, and to tell the person what came of it",
    retention=Retention(
        days=DAYS_KEPT,
        from_field="closed_on",
        only={"erased_at": None},
        action="blank",
        kind="complaint",
        after="the complaint was closed",
        at_least=365,
        at_most=6 * 365,
    ),
)
for model, what, whole in (
    (RequestEvent, "History of requests about personal data", DataRequest),
    (ComplaintEvent, "History of complaints about personal data", Complaint),
):
    declare(
        model,
        what=what,
        personal={"words": "what was written about it", "by": "who did it"},
        not_personal={"summary": "a date, a ground from the list or an organisation"},
        controller=LEAD_ORGANISATION,
        purpose=RIGHTS,
        why="To show what was done, when and by whom",
        retention=kept(
            "The words go with the person’s name: {period} after it was settled",
            follows=whole._meta.label,
        ),
    )
