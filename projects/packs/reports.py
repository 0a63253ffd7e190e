"""The board pack as a report: of an issued pack what it said, of a draft what it says now, and of a
day without either what the rules would write."""

from datetime import date
from typing import Any

from django import forms

from diz_portal.access import Refusal
from diz_portal.reports.declaring import (
    Edition,
    Format,
    NoQuestion,
    Paper,
    Question,
    Report,
    ScopeField,
    register,
)
from diz_portal.reports.frozen import thawed
from diz_portal.reports.schedules.models import BoardDate
from projects.packs import drafts, editions
from projects.packs.contents import by_rules, last_issued, of_draft
from projects.packs.models import THE_PORTFOLIO, Pack, PackEdition
from projects.packs.rules import keeps_packs_somewhere
from projects.packs.services import drafting, issuing, notices


class AboutPack(NoQuestion):
    """`pack` is set by the room alone: the files of a pack that was issued."""

    about = ("project",)
    takes_a_day = True
    project = ScopeField(
        "project",
        label="Project (optional)",
        help_text="Leave blank for all projects.",
        required=False,
        empty_label=THE_PORTFOLIO,
        error_messages={
            "invalid_choice": "Select a project that you can see. It may have been removed",
        },
    )
    pack = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if not answers.get("pack"):
            return answers
        found = PackEdition.objects.filter(
            pack__reference=answers["pack"],
            pack__project=answers.get("project"),
            edition=answers.get("edition", ""),
        ).select_related("pack__project")
        answers["issued"] = found.first()
        if answers["issued"] is None:
            raise forms.ValidationError("Select a pack that has been issued")
        return answers

    def stored(self) -> dict[str, Any]:
        return {name: value for name, value in super().stored().items() if name != "issued"}

    def question(self) -> Question:
        found = super().question()
        found.about = found.about or THE_PORTFOLIO
        if issued := found.answers.get("issued"):
            found.as_at = issued.as_at
        return found


@register
class BoardPack(Report):
    name = issuing.REPORT
    title = "Board pack"
    about = (
        "What has changed since the last pack, key figures, rollout, milestones, risks, returns, "
        "forecast and the decision required, in a public and an exempt edition."
    )
    formats = (Format.HTML, Format.PDF, Format.XLSX, Format.CSV, Format.ZIP)
    asks = AboutPack
    editions = (Edition.PUBLIC, Edition.EXEMPT)
    schedules_all_editions = True
    order = 10

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        if answers is None:
            return keeps_packs_somewhere(user)
        project = answers.get("project")
        exempt = answers.get("edition") == Edition.EXEMPT
        if answers.get("issued"):
            return user.has_perm(
                "projects.read_exempt_pack" if exempt else "projects.read_pack", project
            )
        # A draft, and what would be one, is seen by those who write it or read for the board.
        return user.has_perm("projects.read_exempt_pack", project)

    def paper(self, question: Question) -> Paper:
        if issued := question.answers.get("issued"):
            return thawed(issued.paper)
        project = question.answers.get("project")
        draft = Pack.objects.of(project).drafts().select_related("project", "board").first()
        if draft is not None and not question.is_past:
            return editions.paper(of_draft(draft), question.edition)
        contents = by_rules(project, question.as_at, question.by)
        return editions.paper(contents, question.edition)

    def before_schedule(self, answers: dict[str, Any], *, by: Any, day: date) -> None:
        """The draft for the next meeting: a new one, or the one that is there, written again."""
        form = AboutPack({**answers, "edition": Edition.PUBLIC}, report=self, user=by)
        if not form.is_valid():
            return
        project = form.cleaned_data["project"]
        if not by.has_perm("projects.keep_packs", project):
            return
        pack = Pack.objects.of(project).drafts().select_related("board").first()
        board = BoardDate.objects.filter(date__gte=day).order_by("date", "pk").first()
        if pack is not None and pack.board.date >= day:
            board = pack.board
        if board is None:
            raise Refusal("Add the date of the next board meeting first")
        if pack is not None:
            drafting.bring_up_to(by=by, pack=pack, board=board, until=day)
            notices.tell_to_issue(pack=pack, by=by)
            return
        since = drafts.begins_after(last_issued(project), day)
        pack = drafting.start(by=by, project=project, board=board, since=since, until=day)
        notices.tell_to_issue(pack=pack, by=by)
