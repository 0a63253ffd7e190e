"""What is held of landlines: see `diz_portal.privacy`."""

from django.conf import settings

from diz_portal.privacy import Retention, declare, no_personal_data
from inclusion.cases.personal_data import HANDLER, HELPING, WITH_THE_PERSON
from inclusion.landline.clients.models import ClientList, ClientMapping, ClientRow
from inclusion.landline.models import Landline

declare(
    Landline,
    what="Answers about landlines, alarms and telecare",
    personal={
        "state": "their progress",
        "call_by": "when to call them",
        "called_on": "when they were called",
        "provider": "phone provider",
        "switches_on": "when the line is switched",
        "has_alarm": "if they have an alarm or telecare",
        "alarm_provider": "who runs the alarm",
        "tested_on": "when the alarm was tested",
        "battery": "battery back-up",
        "signal": "mobile signal at home",
        "has_corded": "if they have a corded phone",
    },
    controller=HANDLER,
    purpose=HELPING,
    why="To keep a phone and an alarm working when the landline is switched",
    retention=WITH_THE_PERSON,
)
declare(
    ClientList,
    what="Lists of people who are referred about their landline",
    personal={
        "uploaded_by": "who uploaded the file",
        "applied_by": "who applied it",
        "undone_by": "who undid it",
        "file_name": "name of the file",
        "file": "the file as it was sent",
        "found": "examples from the file",
        "corrections_reason": "why the file corrects what was recorded",
        "told_by": "who told the people",
    },
    not_personal={
        "supplier headings words": "how a partner writes its files",
        "sha256 summary problem choices": "made by the portal",
    },
    controller=HANDLER,
    purpose=HELPING,
    why="To refer many people together, and to be able to undo it",
    retention=Retention(
        days=settings.IMPORT_FILES_KEPT_DAYS,
        from_field="uploaded_at",
        apply="inclusion.landline.clients.services.clear_old",
        after="the file was uploaded, applied or undone",
        words="The record of a list, for as long as we have what it added. The file itself is "
        "deleted {period} after it was applied or undone, and straight away if it could not be "
        "read or is discarded. A list that was never applied is deleted with its file {period} "
        "after it was uploaded",
    ),
)
declare(
    ClientRow,
    what="Rows of lists of people who are referred",
    personal={
        "values": "what the row said",
        "label": "who the row is about",
        "errors": "what is wrong with the row",
    },
    not_personal={"sheet": "the sheet with the row"},
    controller=HANDLER,
    purpose=HELPING,
    why="To show before a list is applied who will be referred",
    retention=Retention(days=90, from_field="batch__uploaded_at", after="the file was uploaded"),
)
no_personal_data(ClientMapping, reason="A partner’s headings.", texts="supplier headings words")
