"""A saved view as a report: its rows as a file, for whoever asks."""

from typing import Any

from django import forms

from diz_portal.access import Refusal
from diz_portal.reports.declaring import (
    Format,
    Linked,
    NoQuestion,
    Paper,
    Report,
    ScopeField,
    Section,
    Sentence,
    Table,
    Text,
    register,
)
from diz_portal.reports.question import Question, scope

from . import registry
from .listing import Listing
from .models import REPORT, SavedView
from .state import State

AT_A_TIME = 1000


def _views(user: Any) -> Any:
    return SavedView.objects.all() if user is None else SavedView.objects.visible_to(user)


scope("view", _views)


class ViewQuestion(NoQuestion):
    """A saved view; or, from the page of a list, what was chosen there."""

    view = ScopeField(
        "view",
        by="reference",
        label="Saved view",
        empty_label="Select a view",
        required=False,
        error_messages={
            "invalid_choice": "Select a view that you can open. It may have been deleted",
        },
    )
    list = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    state = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if "view" not in self.errors and not (answers.get("view") or answers.get("list")):
            self.add_error("view", "Select a saved view")
        if answers.get("list") and registry.named(answers["list"]) is None:
            self.add_error("list", "Select another view: this list is no longer available")
        return answers


def _kind(answers: dict[str, Any]) -> registry.List | None:
    view = answers.get("view")
    return registry.named(view.of_list if view else answers.get("list", ""))


def _listing(answers: dict[str, Any], user: Any) -> Listing:
    kind, view = _kind(answers), answers.get("view")
    if kind is None or user is None:
        raise Refusal("This list is no longer available. Select another view")
    if view:
        return Listing(kind, user, State.of(view), view=view)
    return Listing(kind, user, State.read(kind, answers.get("state", "")).kept(kind))


@register
class ListReport(Report):
    """Everybody reads their own file: what one may read of a list, another may not."""

    name = REPORT
    title = "Saved view"
    about = "The rows of a saved view, as an Excel workbook and a CSV file."
    formats = (Format.XLSX, Format.CSV)
    asks = ViewQuestion
    csv_table = "rows"
    is_for_its_asker = True
    order = 90

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        if not user.is_authenticated:
            return False
        if answers is None:
            return bool(registry.open_to(user))
        kind = _kind(answers)
        return kind is not None and kind.may_open(user)

    def said(self, question: Question) -> str:
        kind, view = _kind(question.answers), question.answers.get("view")
        if kind is None:
            return self.title
        return f"{kind.title}: {view.name}" if view else kind.title

    def paper(self, question: Question) -> Paper:
        listing = _listing(question.answers, question.by)
        kind, columns = listing.kind, listing.columns_of_files

        def rows() -> Any:
            for row in listing.found.iterator(chunk_size=AT_A_TIME):
                first, *others = (one.of(row) for one in columns)
                url = kind.url(row, listing.asking)
                yield (Linked(first, url) if url else first, *others)

        table = Table(
            "rows",
            kind.title,
            [one.for_reports() for one in columns],
            rows,
            listing.narrowed.order_by().count(),
            empty=f"No {kind.many} match.",
        )
        said = [Sentence(f"{one.label}: {one.words}") for one in listing.chips]
        said += [Sentence(one) for one in listing.problems]
        parts: list[Any] = [Text(said, is_list=True), table] if said else [table]
        return Paper(self.said(question), [Section("rows", kind.title, parts)])
