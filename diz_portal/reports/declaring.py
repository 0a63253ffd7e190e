"""All that an app needs to declare a report (docs/how-to/add-a-report.md). It does so in its
`reports.py`, which the shell discovers:

    from diz_portal.reports.declaring import ProjectQuestion, Report, register

    @register
    class RolloutStatus(Report):
        name = "rollout-status"
        title = "Rollout status"
        about = "Every site in scope, its stage and dates."
        asks = ProjectQuestion

        def may_run(self, user, answers): ...
        def paper(self, question): ...

`paper` says everything once: sections of figures, tables, drawings and sentences. Each format is
written from that one paper, read in one snapshot of the database, so that a figure is the same on
the page, in the PDF and in both spreadsheets.
"""

from .paper import (
    NOT_AVAILABLE,
    SUPPRESSED,
    Column,
    Drawing,
    Figure,
    Figures,
    Kind,
    Linked,
    Paper,
    Section,
    Sentence,
    Table,
    Text,
)
from .question import Edition, NoQuestion, PeriodQuestion, ProjectQuestion, Question, ScopeField
from .registry import Format, Report, register

__all__ = [
    "NOT_AVAILABLE",
    "SUPPRESSED",
    "Column",
    "Drawing",
    "Edition",
    "Figure",
    "Figures",
    "Format",
    "Kind",
    "Linked",
    "NoQuestion",
    "Paper",
    "PeriodQuestion",
    "ProjectQuestion",
    "Question",
    "Report",
    "ScopeField",
    "Section",
    "Sentence",
    "Table",
    "Text",
    "register",
]
