"""The dataset as a report: asked for once, made anew each night for whoever asked."""

from typing import Any

from diz_portal.reports.declaring import Figure, Figures, Format, Paper, Question, Report, Section
from diz_portal.reports.registry import register

from .gathered import all_tables


@register
class Dataset(Report):
    name = "dataset"
    title = "Dataset for Excel and Power BI"
    about = "Facts and dimensions as CSV files in a ZIP, created again each night."
    formats = (Format.ZIP,)
    is_for_its_asker = True
    is_kept_fresh = True
    order = 80

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        return user.is_authenticated and user.has_perm("partners.enter_workspace")

    def paper(self, question: Question) -> Paper:
        tables = all_tables(question.by)
        figures = [Figure(one.key, one.title, one.count) for one in tables]
        return Paper(
            title=self.said(question),
            sections=[
                Section("rows", "Rows", [Figures("rows", figures, title="Rows of each table")]),
                *(Section(one.key, one.title, [one]) for one in tables),
            ],
            notes=(
                "It contains what you can see in the portal. No one else can open it here. Check "
                "it before you share it: small numbers of people are not hidden.",
                "fields.csv says what each field means. datapackage.json says how the tables are "
                "linked. Codes are text.",
            ),
        )
