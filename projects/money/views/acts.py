"""The steps of a funding source, each the page of one form: what it is called, what is typed, and
the service that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from diz_portal import access
from diz_portal.pages import acted, acts, posted, posted_files
from projects.money.forms import postings as posting_forms
from projects.money.forms import sources as source_forms
from projects.money.models import FundingCondition, FundingSource, InKindGiven
from projects.money.services import conditions, in_kind, postings, sources
from projects.money.views.finding import find_posting, find_source, source_url


@dataclass(frozen=True)
class Act:
    """A step: `does` is called with `by=`, `source=` and what was typed."""

    title: str
    form: type[source_forms.ActOn]
    does: Callable[..., Any]
    done: str
    sentence: str = ""


ACTS = {
    "award": Act("Enter award letter", source_forms.AwardForm, sources.award, "Award letter saved"),
    "vary": Act(
        "Enter variation",
        source_forms.VariationForm,
        sources.vary,
        "Variation saved",
        "The amounts you enter are added to the award. Earlier letters do not change.",
    ),
    "secure": Act("Mark as secured", source_forms.SecureForm, sources.secure, "Marked as secured"),
    "unsecure": Act(
        "Mark as not secured",
        source_forms.UnsecureForm,
        sources.unsecure,
        "Marked as not secured",
    ),
    "withdraw": Act(
        "Withdraw funding source",
        source_forms.WithdrawForm,
        sources.withdraw,
        "Funding source withdrawn",
        "It is no longer counted as pledged. Amounts already received and spent stay on record.",
    ),
    "restore": Act(
        "Restore funding source",
        source_forms.RestoreForm,
        sources.restore,
        "Funding source restored",
        "It is counted as pledged again, and not as secured.",
    ),
    "match": Act(
        "Decide on match",
        source_forms.MatchForm,
        sources.decide_match,
        "Decision saved",
        "A contribution in kind counts as match only as far as the funding agreement accepts it. "
        "It is never claimed.",
    ),
    "give": Act(
        "Record contribution",
        source_forms.InKindForm,
        in_kind.give,
        "Contribution recorded",
    ),
    "condition": Act(
        "Add condition", source_forms.ConditionForm, conditions.add, "Condition added"
    ),
    "receive": Act(
        "Record receipt", posting_forms.ReceiptForm, postings.receive, "Receipt recorded"
    ),
    "claw-back": Act(
        "Record clawback",
        posting_forms.ClawbackForm,
        postings.claw_back,
        "Clawback recorded",
        "Money returned to the funder. It cannot be more than has been received.",
    ),
    "spend": Act("Record spend", posting_forms.SpendForm, postings.spend, "Spend recorded"),
    "accrue": Act(
        "Record accrual",
        posting_forms.AccrualForm,
        postings.accrue,
        "Accrual recorded",
        "It is counted on the last day of this month and reversed on the first day of the next. "
        "Record the payment then.",
    ),
    "adjust": Act(
        "Record adjustment",
        posting_forms.AdjustmentForm,
        postings.adjust,
        "Adjustment recorded",
        "Use this to correct a locked month. In an open month, reverse the posting instead.",
    ),
    "reclassify": Act(
        "Reclassify spend",
        posting_forms.ReclassifyForm,
        postings.reclassify,
        "Spend reclassified",
        "The amount spent stays the same.",
    ),
}


@acts
def act(request: HttpRequest, slug: str, reference: str, what: str) -> HttpResponse:
    source = find_source(request, slug, reference)
    access.require(request.user, "projects.keep_money", source)
    step = ACTS[what]
    form = step.form(
        posted(request), posted_files(request), source=source, cancel=source_url(source)
    )
    return _page(request, source, form, partial(step.does, source=source), step)


def _page(
    request: HttpRequest, source: FundingSource, form: Any, does: Callable, step: Act
) -> HttpResponse:
    return acted(
        request,
        form,
        lambda: does(by=request.user, **form.cleaned_data),
        done=step.done,
        back=source_url(source),
        template="projects/workspace/money/act.html",
        source=source,
        title=step.title,
        sentence=step.sentence,
    )


REFUND = Act("Record refund", posting_forms.RefundForm, postings.refund, "Refund recorded")
REVERSE = Act(
    "Reverse posting",
    posting_forms.ReverseForm,
    postings.reverse,
    "Posting reversed",
    "A reversing entry will be made on the same day. Both will stay in the list.",
)


@acts
def refund(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _of_posting(request, slug, reference, REFUND, "spent")


@acts
def reverse(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _of_posting(request, slug, reference, REVERSE, "posting")


def _of_posting(
    request: HttpRequest, slug: str, reference: str, step: Act, named: str
) -> HttpResponse:
    posting = find_posting(request, slug, reference)
    access.require(request.user, "projects.keep_money", posting.source)
    form = step.form(posted(request), source=posting.source, cancel=source_url(posting.source))
    return acted(
        request,
        form,
        lambda: step.does(by=request.user, **{named: posting}, **form.cleaned_data),
        done=step.done,
        back=source_url(posting.source),
        template="projects/workspace/money/act.html",
        source=posting.source,
        posting=posting,
        title=step.title,
        sentence=step.sentence,
    )


TAKE_BACK = Act(
    "Correct contribution",
    source_forms.TakeBackForm,
    in_kind.take_back,
    "Contribution corrected",
    "A reversing entry will be made on the same day. If only part of it was wrong, enter the "
    "contribution again.",
)


@acts
def take_back(request: HttpRequest, slug: str, reference: str, given: str) -> HttpResponse:
    source = find_source(request, slug, reference)
    access.require(request.user, "projects.keep_money", source)
    found = get_object_or_404(InKindGiven, source=source, reference=given)
    form = TAKE_BACK.form(posted(request), source=source, cancel=source_url(source))
    return _page(request, source, form, partial(in_kind.take_back, given=found), TAKE_BACK)


EDIT_CONDITION = Act(
    "Edit condition", source_forms.EditConditionForm, conditions.edit, "Condition saved"
)
MEET = Act("Mark condition as met", source_forms.MeetForm, conditions.meet, "Condition met")


@acts
def condition(request: HttpRequest, slug: str, reference: str, one: str) -> HttpResponse:
    source, found = _condition(request, slug, reference, one)
    form = source_forms.EditConditionForm(
        posted(request), condition=found, cancel=source_url(source)
    )
    return _page(request, source, form, partial(conditions.edit, condition=found), EDIT_CONDITION)


@acts
def meet(request: HttpRequest, slug: str, reference: str, one: str) -> HttpResponse:
    source, found = _condition(request, slug, reference, one)
    form = source_forms.MeetForm(posted(request), source=source, cancel=source_url(source))
    return _page(request, source, form, partial(conditions.meet, condition=found), MEET)


def _condition(
    request: HttpRequest, slug: str, reference: str, one: str
) -> tuple[FundingSource, FundingCondition]:
    source = find_source(request, slug, reference)
    access.require(request.user, "projects.keep_money", source)
    found = get_object_or_404(source.conditions.select_related("owner"), reference=one)
    found.source = source
    return source, found
