"""What is done about a month of the ledger and its lines."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from diz_portal import access
from diz_portal.pages import acted, acts, chosen_of, confirm, posted
from diz_portal.words import pounds
from projects.money.enums_ledger import Why
from projects.money.forms.ledger import DifferenceForm, PostLineForm
from projects.money.models import LedgerDifference, LedgerLine, LedgerMonth, Posting
from projects.money.selectors import ledger
from projects.money.services import ledger_matching, ledger_months, ledger_posting
from projects.money.views.finding import find_posting
from projects.money.views.ledger import find_ledger_line, find_month, find_row
from projects.portfolio.models import Project

FORM = "projects/workspace/money/ledger_form.html"


def month_url(project: Project, slug: str) -> str:
    return reverse("money:month", args=[project.slug, slug])


def line_url(line: LedgerLine) -> str:
    return reverse("money:ledger_line", args=[line.project.slug, line.reference])


@require_POST
def match(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    project, found = find_month(request, slug, month)
    access.require(request.user, "projects.keep_money", project)
    number = ledger_matching.match(project=project)
    messages.success(
        request,
        f"{number:,} postings matched"
        if number > 1
        else "1 posting matched"
        if number
        else "No other lines match by transaction reference",
    )
    return redirect(month_url(project, found.slug))


@acts
def explain(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """Of the whole, or of the one line or posting that `?line=` or `?posting=` names."""
    project, found = find_month(request, slug, month)
    access.require(request.user, "projects.keep_money", project)
    line, posting = _named(request, project, found)
    amount, kind = found.unexplained, ""
    if line:
        amount, kind = line.amount - _matched(line), Why.MISSING.value
    if posting:
        amount, kind = -_signed(posting), Why.TIMING.value
    back = month_url(project, found.slug)
    form = DifferenceForm(posted(request), amount=amount, kind=kind, cancel=back)
    return acted(
        request,
        form,
        lambda: ledger_months.explain(
            by=request.user,
            project=project,
            month=found.month,
            is_outturn=found.is_outturn,
            line=line,
            posting=posting,
            **form.cleaned_data,
        ),
        done="Explanation added",
        back=back,
        template=FORM,
        project=project,
        month=found,
        line=line,
        posting=posting,
        title="Explain difference",
        caption=f"{found.name}, {project}",
    )


def _named(
    request: HttpRequest, project: Project, month: ledger.Month
) -> tuple[LedgerLine | None, Posting | None]:
    where = {"month": month.month, "is_outturn": month.is_outturn}
    wanted = chosen_of(request, "line", "posting")
    line = ledger.lines_of(project).filter(reference=wanted["line"], **where).first()
    posting = ledger.postings_of(project).filter(reference=wanted["posting"], **where).first()
    if any(wanted.values()) and line is None and posting is None:
        raise Http404
    return line, posting


def _signed(posting: Posting) -> Any:
    return posting.amount if posting.flow == "spent" else -posting.amount


def _matched(line: LedgerLine) -> Any:
    return sum(_signed(one) for one in ledger.with_postings([line])[0].postings)


@acts
def take_out(request: HttpRequest, slug: str, month: str, reference: str) -> HttpResponse:
    row = find_row(request, slug, month)
    access.require(request.user, "projects.keep_money", row)
    found = get_object_or_404(LedgerDifference, ledger_month=row, reference=reference)
    return confirm(
        request,
        title=f"Remove explanation of {pounds(found.amount)}?",
        sentence=f"{pounds(found.amount)}: {found.says}",
        button="Remove explanation",
        back=month_url(row.project, row.slug),
        back_to=row.name,
        act=lambda: ledger_months.take_out(by=request.user, difference=found),
        done="Explanation removed",
    )


@acts
def sign(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    project, found = find_month(request, slug, month)
    access.require(request.user, "projects.keep_money", project)
    return confirm(
        request,
        title=f"Sign {found.name}",
        sentence=f"The ledger has {pounds(found.ledger)} and the portal {pounds(found.portal)}. "
        f"The difference of {pounds(found.difference)} is explained. By signing, you confirm these "
        "figures. A certifier then locks the month.",
        button="Sign month",
        back=month_url(project, found.slug),
        back_to=found.name,
        act=lambda: ledger_months.sign(
            by=request.user, project=project, month=found.month, is_outturn=found.is_outturn
        ),
        done="Month signed",
    )


@acts
def withdraw(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    row = find_row(request, slug, month)
    access.require(request.user, "projects.keep_money", row)
    return _of_row(
        request,
        row,
        title=f"Withdraw signature of {row.name}",
        sentence="The month is open again, and can be changed and signed again.",
        button="Withdraw signature",
        act=lambda: ledger_months.withdraw(by=request.user, month=row),
        done="Signature withdrawn",
    )


@acts
def lock(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    row = find_row(request, slug, month)
    access.require(request.user, "projects.lock_month", row)
    return _of_row(
        request,
        row,
        title=f"Lock {row.name}",
        sentence="You cannot undo this. Nothing can be posted in a locked month any more: record "
        "an adjustment in an open month instead.",
        button="Lock month",
        is_grave=True,
        act=lambda: ledger_months.lock(by=request.user, month=row),
        done="Month locked",
    )


def _of_row(request: HttpRequest, row: LedgerMonth, **said: Any) -> HttpResponse:
    return confirm(request, back=month_url(row.project, row.slug), back_to=row.name, **said)


@acts
def confirm_match(request: HttpRequest, slug: str, reference: str, posting: str) -> HttpResponse:
    line = find_ledger_line(request, slug, reference)
    access.require(request.user, "projects.keep_money", line)
    found = find_posting(request, slug, posting)
    return confirm(
        request,
        title=f"Match transaction {line.transaction_reference} with this posting?",
        sentence=f"Transaction {line.transaction_reference}, {pounds(line.amount)}, is "
        f"{found.description}, {pounds(found.amount)}.",
        button="Confirm match",
        back=line_url(line),
        back_to=f"Transaction {line.transaction_reference}",
        act=lambda: ledger_matching.confirm(by=request.user, line=line, posting=found),
        done="Line and posting matched",
        after=_month_of(line),
    )


@acts
def unmatch(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    line = find_ledger_line(request, slug, reference)
    access.require(request.user, "projects.keep_money", line)
    return confirm(
        request,
        title=f"Undo match of transaction {line.transaction_reference}?",
        sentence="The line and its postings will no longer be matched. Nothing will be deleted.",
        button="Undo match",
        back=line_url(line),
        back_to=f"Transaction {line.transaction_reference}",
        act=lambda: ledger_matching.unmatch(by=request.user, line=line),
        done="Match undone",
    )


@acts
def post(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    line = find_ledger_line(request, slug, reference)
    access.require(request.user, "projects.keep_money", line)
    form = PostLineForm(posted(request), line=line, project=line.project, cancel=line_url(line))
    return acted(
        request,
        form,
        lambda: ledger_posting.post(by=request.user, line=line, **form.said),
        done="Posting created and matched",
        back=_month_of(line),
        template=FORM,
        project=line.project,
        line=line,
        title="Create posting",
        caption=f"Transaction {line.transaction_reference}",
    )


def _month_of(line: LedgerLine) -> str:
    return month_url(line.project, ledger.slug_of(line.month, is_outturn=line.is_outturn))
