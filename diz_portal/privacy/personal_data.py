from . import JOINT, LEAD_ORGANISATION, Retention, declare, kept, no_personal_data
from .copies.emptying import DAYS_KEPT as COPY_KEPT
from .models import (
    Complaint,
    ComplaintEvent,
    CopyFile,
    CopyHandout,
    CopyReading,
    DataRequest,
    Decision,
    Period,
    PreparedCopy,
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
    not_personal={"kind reference controller": "which record it was, and its controller"},
    controller=JOINT,
    purpose=RIGHTS,
    why="To show that a request was answered, without keeping who asked",
    retention=Retention(
        days=3 * 365, from_field="at", after="the decision", at_least=365, at_most=6 * 365
    ),
)
no_personal_data(RetentionRun, reason="When the nightly retention run took place.")
no_personal_data(
    RetentionResult,
    reason="How many records it deleted or anonymised.",
    texts="label what action problem",
)

declare(
    ProcessingRecord,
    what="Record of processing activities",
    personal={"reviewed_by": "who reviewed it"},
    not_personal={
        "purpose": "which purpose it is, made by the portal",
        "basis_words source recipients transfers_to": (
            "what a controller is responsible for, about no one"
        ),
    },
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="To show that each controller has checked its lawful basis, and when",
    retention=kept("With the record; the name for as long as the account is open"),
)
no_personal_data(
    Processor,
    reason="Companies that handle data for a controller.",
    texts="name what_for where",
)
no_personal_data(ProcessorUse, reason="Which processor is named in which record.")
no_personal_data(Period, reason="Retention periods.", texts="label")

WHO_ASKED = {
    "name": "name",
    "email": "email address",
    "phone": "phone number",
    "postal_address": "postal address",
    "words": "what they write, in their own words",
    "attempt": "a code for the form that was sent, so that it is only recorded once",
    "written_by": "who recorded it",
}
declare(
    DataRequest,
    what="Data protection requests",
    personal=WHO_ASKED,
    controller=LEAD_ORGANISATION,
    purpose=RIGHTS,
    why="To answer people who use their rights, and to show that it was done in time",
    retention=Retention(
        days=DAYS_KEPT,
        from_field="closed_on",
        only={"erased_at": None},
        action="blank",
        kind="data-request",
        after="the request was closed",
        at_least=365,
        at_most=6 * 365,
    ),
)
declare(
    Complaint,
    what="Data protection complaints",
    personal=WHO_ASKED,
    controller=LEAD_ORGANISATION,
    purpose=RIGHTS,
    why="To look into what went wrong, and to tell the person the outcome",
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
    (RequestEvent, "History of data protection requests", DataRequest),
    (ComplaintEvent, "History of data protection complaints", Complaint),
):
    declare(
        model,
        what=what,
        personal={"words": "what was written about it", "by": "who did it"},
        not_personal={"summary": "a date, a choice from a list, an organisation or which copy"},
        controller=LEAD_ORGANISATION,
        purpose=RIGHTS,
        why="To show what was done, when and who did it",
        retention=kept(
            "The text goes with the person’s name: {period} after it was closed",
            follows=whole._meta.label,
            theirs="{period} after it was closed. Then the text and your name are deleted, and "
            "only the dates stay",
        ),
    )

WITH_THE_COPY = kept(
    "{period} after the copy was started, or when one of its records is erased",
    follows="privacy.PreparedCopy",
)
declare(
    PreparedCopy,
    what="Copies of data made for people",
    personal={"started_by": "who began it", "finished_by": "who finished it"},
    not_personal={"records": "types and references", "held": "a checksum of the contents"},
    controller=LEAD_ORGANISATION,
    purpose=RIGHTS,
    why="To give people a copy of their data, and to show what they were given",
    retention=Retention(
        days=COPY_KEPT,
        from_field="started_at",
        only={"emptied_at": None},
        action="blank",
        apply="diz_portal.privacy.copies.emptying.empty_old",
        after="the copy was started",
        words="The files and the redacted text: {period} after the copy was started, "
        "or when one of its records is erased. The request keeps a note that a copy was made",
        at_least=90,
        at_most=3 * 365,
    ),
    recipients="The person, and the officers who can disclose all of its records",
)
declare(
    CopyReading,
    what="Redactions in copies of data made for people",
    personal={"words": "words about other people", "by": "who read it"},
    not_personal={"place text": "which record, table and row it was, and a checksum of its text"},
    controller=LEAD_ORGANISATION,
    purpose=RIGHTS,
    why="To show what a person was not given, and why",
    retention=WITH_THE_COPY,
    recipients="The officers who can disclose all of its records",
)
declare(
    CopyFile,
    what="Files of copies of data made for people",
    personal={"file": "the copy, encrypted", "made_by": "who finished it"},
    not_personal={"sha256": "a checksum of the file"},
    controller=LEAD_ORGANISATION,
    purpose=RIGHTS,
    why="To give the person the copy as it was finished",
    retention=WITH_THE_COPY,
    recipients="The person, and the officers who can disclose all of its records",
)
declare(
    CopyHandout,
    what="Downloads of copies of data",
    personal={"by": "who downloaded it"},
    not_personal={"sha256": "a checksum of the file"},
    controller=LEAD_ORGANISATION,
    purpose=RIGHTS,
    why="To show that a request was answered",
    retention=kept("With the copy; the name for as long as the account is open"),
    recipients="The officers who can disclose all of its records",
)
