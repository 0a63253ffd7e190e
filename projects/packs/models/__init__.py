from projects.packs.models.items import (
    IMPLICATIONS,
    PackDecision,
    PackSection,
    PackSentence,
    PackWithheld,
    WithheldReview,
    named,
)
from projects.packs.models.pack import (
    PACK_MOVES,
    THE_PORTFOLIO,
    Pack,
    PackEdition,
    PackFigure,
    PackState,
)

__all__ = [
    "IMPLICATIONS",
    "PACK_MOVES",
    "THE_PORTFOLIO",
    "Pack",
    "PackDecision",
    "PackEdition",
    "PackFigure",
    "PackSection",
    "PackSentence",
    "PackState",
    "PackWithheld",
    "WithheldReview",
    "named",
]
