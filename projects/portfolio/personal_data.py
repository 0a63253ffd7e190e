"""What is held about people in the portfolio, and the purpose that all rooms of projects share."""

from functools import partial

from django.conf import settings
from django.db.models import Model

from diz_portal.privacy import (
    JOINT,
    Footing,
    Purpose,
    Retention,
    declare,
    kept,
    no_personal_data,
    purpose,
)
from projects.portfolio.models import Milestone, MilestoneBaseline, Programme, Project, Risk

PROGRAMME = purpose(
    Purpose(
        key="programme",
        title="Record of the programme",
        plain="We keep who recorded what about a project, so that every figure can be traced. If "
        "you own land that a cable crosses, we keep what was agreed with you.",
        whom="People who work for partners, and landowners",
        controller=JOINT,
        footing=Footing.SERVICE,
        main="accounts.User",
        kept="For as long as we keep the record of the programme. Once your account is closed, "
        "we remove your name {period} after you last signed in.",
        source="The people who work on the project, and files of suppliers",
        recipients="Partners on the same project, and programme managers",
        of_residents=False,
        order=80,
    )
)
AS_RECORD = kept(
    "For as long as the record of the programme. A name is replaced by a reference {period} after "
    "the last sign-in to a closed account",
    follows="accounts.User",
)

# Most of what the rooms hold: part of the record of the programme, for as long as it is kept.
on_record = partial(declare, controller=JOINT, purpose=PROGRAMME, retention=AS_RECORD)

IMPORTS_STAY = (
    "We keep the details of the import for as long as the record of the programme. The file "
    "itself is "
    "deleted {period} after it was applied or undone, and straight away if it cannot be read or is "
    "discarded. An import that was never applied is deleted with its file {period} after it was "
    "uploaded"
)


def files_of_imports(model: type[Model], what: str, clears: str) -> None:
    """Files that partners upload: the same promise for each kind of import."""
    declare(
        model,
        what=what,
        personal={
            "uploaded_by": "who uploaded the file",
            "applied_by": "who applied it",
            "undone_by": "who undid it",
            "file_name": "name of the file",
            "file": "the file as it was uploaded",
            "found": "examples from the file",
            "corrections_reason": "why the file corrects what was recorded",
        },
        not_personal={
            "supplier headings words": "column headings and stage names of a supplier’s files",
            "sha256 summary problem choices": "made by the portal",
        },
        controller=JOINT,
        purpose=PROGRAMME,
        why="To trace each imported figure to its file, and to undo an import",
        retention=Retention(
            days=settings.IMPORT_FILES_KEPT_DAYS,
            from_field="uploaded_at",
            apply=clears,
            after="the file was uploaded, applied or undone",
            words=IMPORTS_STAY,
        ),
    )


def rows_of_imports(table: type[Model], what: str) -> None:
    """What the rows of such a file said."""
    declare(
        table,
        what=what,
        personal={
            "values": "what the row said",
            "label": "what the row is about",
            "errors": "what is wrong with the row",
        },
        not_personal={"sheet": "sheet that the row is on"},
        controller=JOINT,
        purpose=PROGRAMME,
        why="To show before an import what it will change",
        retention=Retention(
            days=365, from_field="batch__uploaded_at", after="the file was uploaded"
        ),
    )


on_record(
    Project,
    what="Projects",
    personal={"sro": "senior responsible owner"},
    not_personal={
        "slug title summary": "public description of the project",
        "figures": "chosen from a list",
    },
    why="To know who is responsible for each project",
)
on_record(
    Milestone,
    what="Milestones",
    personal={
        "note": "note on the milestone",
        "withdrawn_reason": "why it was withdrawn",
    },
    not_personal={"title": "name of the milestone"},
    why="To track progress against agreed dates",
)
on_record(
    Risk,
    what="Risks and issues",
    personal={
        "description": "impact if it happens",
        "mitigation": "mitigation",
        "closing_note": "reason for closing",
    },
    not_personal={"title": "name of the risk"},
    why="To manage risks, and to show what was done about them",
)
on_record(
    MilestoneBaseline,
    what="Approved baseline changes of milestones",
    personal={"approved_by": "who approved the change", "reason": "reason"},
    why="To show who approved each change of date, and why",
)
no_personal_data(Programme, reason="The partnership’s programmes.", texts="name slug summary")
