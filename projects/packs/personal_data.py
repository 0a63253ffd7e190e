"""What is held about people in board packs."""

from diz_portal.privacy import JOINT, declare, no_personal_data
from projects.packs.models import (
    Pack,
    PackDecision,
    PackEdition,
    PackFigure,
    PackSentence,
    PackWithheld,
    WithheldReview,
)
from projects.portfolio.personal_data import AS_RECORD, PROGRAMME

declare(
    Pack,
    what="Board packs",
    personal={
        "started_by": "who started the draft",
        "issued_by": "who issued it",
        "published_by": "who published it",
    },
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show what the board was told, and who issued it",
    retention=AS_RECORD,
)
declare(
    PackSentence,
    what="Sentences of board packs",
    personal={
        "text": "what has changed, as it was worded",
        "drafted": "what the records say has changed",
        "rows": "the records it is based on",
        "edited_by": "who edited it",
    },
    not_personal={"rule": "made by the portal"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To tell the board what has changed",
    retention=AS_RECORD,
)
declare(
    PackDecision,
    what="Decisions required from boards",
    personal={
        "question": "the decision required",
        "options": "the options",
        "recommendation": "what is recommended",
        "financial legal equality data_protection climate": "the implications",
    },
    controller=JOINT,
    purpose=PROGRAMME,
    why="To ask the board for a decision, with its implications",
    retention=AS_RECORD,
)
declare(
    PackEdition,
    what="Issued editions of board packs",
    personal={"paper": "everything in the edition"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To keep what the board was given as it was",
    retention=AS_RECORD,
)
declare(
    PackWithheld,
    what="Items withheld from publication",
    personal={"reason": "the public interest", "decided_by": "who decided"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show why an item is exempt from publication, and who decided",
    retention=AS_RECORD,
)
declare(
    WithheldReview,
    what="Reviews of withheld items",
    personal={"reason": "reason", "by": "who reviewed it"},
    controller=JOINT,
    purpose=PROGRAMME,
    why="To show that an exempt item was reviewed",
    retention=AS_RECORD,
)
no_personal_data(PackFigure, reason="Figures in a board pack.", texts="key label")
