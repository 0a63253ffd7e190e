"""What is held about people in board packs."""

from diz_portal.privacy import no_personal_data
from projects.packs.models import (
    Pack,
    PackDecision,
    PackEdition,
    PackFigure,
    PackSentence,
    PackWithheld,
    WithheldReview,
)
from projects.portfolio.personal_data import on_record

on_record(
    Pack,
    what="Board packs",
    personal={
        "started_by": "who started the draft",
        "issued_by": "who issued it",
        "published_by": "who published it",
    },
    why="To show what the board was told, and who issued it",
)
on_record(
    PackSentence,
    what="Sentences of board packs",
    personal={
        "text": "what has changed, as it was worded",
        "drafted": "what the records say has changed",
        "rows": "the records it is based on",
        "edited_by": "who edited it",
    },
    not_personal={"rule": "made by the portal"},
    why="To tell the board what has changed",
)
on_record(
    PackDecision,
    what="Decisions required from boards",
    personal={
        "question": "the decision required",
        "options": "the options",
        "recommendation": "what is recommended",
        "financial legal equality data_protection climate": "the implications",
    },
    why="To ask the board for a decision, with its implications",
)
on_record(
    PackEdition,
    what="Issued editions of board packs",
    personal={"paper": "everything in the edition"},
    why="To keep what the board was given as it was",
)
on_record(
    PackWithheld,
    what="Items withheld from publication",
    personal={"reason": "the public interest", "decided_by": "who decided"},
    why="To show why an item is exempt from publication, and who decided",
)
on_record(
    WithheldReview,
    what="Reviews of withheld items",
    personal={"reason": "reason", "by": "who reviewed it"},
    why="To show that an exempt item was reviewed",
)
no_personal_data(PackFigure, reason="Figures in a board pack.", texts="key label")
