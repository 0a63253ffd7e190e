from . import JOINT, LEAD_ORGANISATION, Retention, declare, kept, no_personal_data
from .models import (
    Complaint,
    ComplaintEvent,
    DataRequest,
    Decision,
    RequestEvent,
    RetentionResult,
    RetentionRun,
)
from .registers.services.forgetting import DAYS_KEPT

declare(
    Decision,
    what="Decisions on people’s records",
    personal={"by": "who decided", "words": "explanation of a refusal"},
    not_personal={"kind reference controller": "which record it was, and whose to decide about"},
    controller=JOINT,
    why="To show that a request was answered, without keeping who asked",
    retention=Retention(days=3 * 365, from_field="at", after="the decision"),
)
no_personal_data(RetentionRun, reason="When the nightly clearing ran.")
no_personal_data(
    RetentionResult, reason="How many records it cleared.", texts="label what action problem"
)

WHO_ASKED = {
    "name": "name",
    "email": "email address",
    "phone": "telephone number",
    "postal_address": "postal address",
    "words": "what they write, in their words",
    "attempt": "a mark of what was sent, to keep it once",
    "written_by": "who wrote it down",
}
LEGAL_DUTY = "Legal obligation (UK GDPR, Article 6(1)(c))"
ANSWERERS = "Programme managers of the lead organisation, and the organisation that it concerns"
declare(
    DataRequest,
    what="Requests about personal data",
    personal=WHO_ASKED,
    controller=LEAD_ORGANISATION,
    why="To answer somebody who uses their rights, and to show that it was done in time",
    retention=Retention(
        days=DAYS_KEPT,
        from_field="closed_on",
        only={"erased_at": None},
        action="blank",
        kind="data-request",
        after="the request was settled",
    ),
    basis=LEGAL_DUTY,
    recipients=ANSWERERS,
)
declare(
    Complaint,
    what="Complaints about the use of personal data",
    personal=WHO_ASKED,
    controller=LEAD_ORGANISATION,
    why="To look into what went wrong, and to tell the person what came of it",
    retention=Retention(
        days=DAYS_KEPT,
        from_field="closed_on",
        only={"erased_at": None},
        action="blank",
        kind="complaint",
        after="the complaint was closed",
    ),
    basis=LEGAL_DUTY,
    recipients=ANSWERERS,
)
for model, what in (
    (RequestEvent, "History of requests about personal data"),
    (ComplaintEvent, "History of complaints about personal data"),
):
    declare(
        model,
        what=what,
        personal={"words": "what was written about it", "by": "who did it"},
        not_personal={"summary": "a date, a ground from the list or an organisation"},
        controller=LEAD_ORGANISATION,
        why="To show what was done, when and by whom",
        retention=kept("The words go with the person’s name: 3 years after it was settled"),
        basis=LEGAL_DUTY,
        recipients=ANSWERERS,
    )
