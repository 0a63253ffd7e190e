"""A return as its reporters write it: filled in, saved as it goes, checked, sent."""

from datetime import date

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from diz_portal import access
from diz_portal.access import Refusal
from diz_portal.editing import CONFLICT, held
from diz_portal.pages import acts, posted
from diz_portal.words import uk_time
from partners.roles import works_for
from projects.benefits import selectors as benefits
from projects.returns.forms.returns import RATED, ReturnForm
from projects.returns.models import Return
from projects.returns.selectors import forecasts, return_facts
from projects.returns.selectors import returns as selectors
from projects.returns.services import returns as services
from projects.returns.views.return_reading import (
    RATING_WORDS,
    answers_for_reading,
    find,
    forecasts_for,
    read,
    version_read,
)

SECTIONS = [
    ("answer", "Your response", ["answer"]),
    ("happened", "Progress this month", []),
    (
        "ratings",
        "Delivery, spend and risk",
        [*RATED, *(f"{name}_comment" for name in RATED), "spend_to_date", "spend_as_at"],
    ),
    ("milestones", "Milestones", []),
]


def _find_own(request, reference: str) -> Return:
    """One the person may write; a reader of it is told no, a stranger that it is not there."""
    record = find(request, reference)
    access.require(request.user, "projects.write_return", record)
    return record


@acts
def one(request, reference):
    """To write while it is owed, to read afterwards: one address for both."""
    record = find(request, reference)
    if request.method == "POST":
        access.require(request.user, "projects.write_return", record)
    if not (record.is_owed and request.user.has_perm("projects.write_return", record)):
        if request.method == "POST":
            messages.error(request, services.ReturnNotOpen(record).message)
            return redirect("returns:return", reference)
        return read(request, record)
    return write(request, record)


def _form(request, record: Return) -> tuple[ReturnForm, Return | None]:
    previous = selectors.previous(record)
    form = ReturnForm(
        posted(request),
        record=record,
        previous=previous,
        facts=return_facts.facts(record.project, record.organisation_id, record.round.month),
        milestones=selectors.milestones_to_ask_about(record),
    )
    return form, previous


def write(request, record: Return):
    form, previous = _form(request, record)
    if request.method != "POST":
        return _write_page(request, record, form, previous)
    try:
        saved = _save(request, record, form)
    except services.ReturnNotOpen as refusal:
        messages.error(request, refusal.message)
        return redirect("returns:return", record.reference)
    if saved is None:
        return _write_page(request, form.record, form, previous, status=CONFLICT)
    if form.errors:
        if request.POST.get("then") == "check":
            # All that keeps it from being sent is said at once, not one round after the other.
            for name, problem in services.problems(saved, previous).items():
                if name not in form.errors:
                    form.add_error(name, problem)
        form.stays_open(saved)
        return _write_page(request, saved, form, previous, status=422, kept=True)
    if request.POST.get("then") == "check":
        return redirect("returns:check", record.reference)
    messages.success(request, f"{saved.round} return saved")
    return redirect("returns:list")


def _save(request, record: Return, form: ReturnForm) -> Return | None:
    """Keep what was understood, or nothing where a colleague has changed the same answer."""
    with held(form):
        form.is_valid()
        if form.clashes or form.stale:
            # Nobody has saved it where the page came back without what it was opened with.
            if form.clashes and form.record.saved_at:
                refusal = services.SomeoneElseSaved(form.record, request.user)
                form.who = refusal.message.removesuffix(" Check the differences below") + "."
            return None
        return services.save(
            by=request.user, record=record, version=form.record.version, answers=form.answers()
        )


def _write_page(request, record, form, previous, *, status=200, **more):
    expected = forecasts_for(request, record)
    sections = _sections(record, previous)
    if expected["planned"] or expected["revisions"]:
        # Nothing to answer, and so never done: somebody may look, and revise.
        sections.insert(-1, {"id": "forecast", "label": "Forecast spend", "done": False})
    due = benefits.to_measure(record.project, record.organisation_id, record.round.due_on)
    if due:
        sections.insert(-1, {"id": "measures", "label": "Measures of benefits", "done": False})
    context = {
        "record": record,
        "due_measures": due,
        "form": form,
        "previous": previous,
        "told": _told(previous),
        "ratings": _ratings(record, form, previous),
        "lines": [
            {
                "line": line,
                "keep": form[f"keep-{line.fact}"],
                "text": form[f"line-{line.fact}"],
            }
            for line in form.lines
        ],
        "milestones": [
            {
                "milestone": milestone,
                "forecast": form[f"forecast-{milestone.reference}"],
                "met": form[f"met-{milestone.reference}"],
                "was": form[f"was-{milestone.reference}"],
                "last": _forecast_given(previous, milestone.reference),
            }
            for milestone in form.milestones
        ],
        "sections": sections,
        "today": timezone.localdate(),
        "sent_back": selectors.last_sent_back(record) if record.is_sent_back else None,
        "earlier": selectors.earlier_sent_back(record),
        # Who writes for one organisation knows which one it is.
        "writes_for_several": len(works_for(request.user)) > 1,
        **expected,
        **more,
    }
    return render(request, "projects/workspace/returns/write.html", context, status=status)


def _told(previous: Return | None) -> list[str]:
    """What they said of their progress last month, their own words first."""
    if previous is None:
        return []
    recorded = [line["text"] for line in previous.lines if line["kept"]]
    return [*(line for line in previous.narrative.splitlines() if line.strip()), *recorded]


def _forecast_given(previous: Return | None, reference: str) -> date | None:
    given = previous.milestones.get(reference) if previous else None
    return date.fromisoformat(given["forecast"]) if given else None


def _ratings(record, form, previous) -> list[dict]:
    return [
        {
            "name": name,
            "title": RATING_WORDS[name][0],
            "hint": RATING_WORDS[name][1],
            "field": form[name],
            "comment": form[f"{name}_comment"],
            "last": getattr(previous, name) if previous else "",
            "last_comment": getattr(previous, f"{name}_comment") if previous else "",
        }
        for name in RATED
    ]


def _sections(record: Return, previous: Return | None) -> list[dict]:
    """The progress list: a section is done when it was saved and lacks nothing."""
    lacking = services.problems(record, previous)
    return [
        {
            "id": anchor,
            "label": label,
            "done": bool(record.saved_at) and not any(name in lacking for name in fields),
        }
        for anchor, label, fields in SECTIONS
        if anchor != "answer" or record.is_sent_back
    ]


@require_POST
def save(request, reference):
    """The page saving itself while somebody writes; answers in JSON, loses nothing."""
    record = _find_own(request, reference)
    form, previous = _form(request, record)
    try:
        saved = _save(request, record, form)
    except Refusal as refusal:
        return JsonResponse({"message": refusal.message}, status=CONFLICT)
    if saved is None:
        message = form.who if form.clashes else "Not saved. Open this page again"
        return JsonResponse({"message": message}, status=CONFLICT)
    message = f"Saved {uk_time(saved.saved_at)}"
    if form.errors:
        message += ", except the answers with errors. Select “Check and submit” to see them"
    return JsonResponse(
        {
            "message": message,
            "opened": form.mark_after(saved),
            "done": [section["id"] for section in _sections(saved, previous) if section["done"]],
        }
    )


@acts
def check(request, reference):
    """What will be sent, to read once; the button that sends it."""
    record = _find_own(request, reference)
    if not record.is_owed:
        return redirect("returns:return", reference)
    if request.method != "POST":
        return _check_page(request, record)
    try:
        services.submit(
            by=request.user,
            record=record,
            version=version_read(request),
            before_the_earlier=_before_the_earlier(request),
            less_is_right=request.POST.get("less_is_right") == "yes",
        )
    except Refusal as refusal:
        status = 422 if isinstance(refusal, services.ReturnIncomplete) else 409
        record = _find_own(request, reference)
        return _check_page(request, record, refusal=refusal, status=status)
    return _thank(request, record)


def _before_the_earlier(request) -> bool:
    return request.POST.get("before_the_earlier") == "yes"


def _about_the_earlier(record: Return, refusal: Refusal | None) -> dict:
    """What the page says of an earlier month that was sent back; the box beside the button."""
    asks_again = isinstance(refusal, services.EarlierSentBack)
    return {
        "earlier": selectors.earlier_sent_back(record),
        "asks_again": asks_again,
        "asks_of_spend": isinstance(refusal, services.SpendFell),
    }


def _thank(request, record):
    messages.success(request, f"{record.round} return submitted. Thank you")
    return redirect("returns:return", record.reference)


def _check_page(request, record, *, refusal=None, status=200):
    previous = selectors.previous(record)
    incomplete = isinstance(refusal, services.ReturnIncomplete)
    context = {
        "record": record,
        "problems": services.problems(record, previous),
        "refusal": "" if incomplete or refusal is None else refusal.message,
        "ticked": request.POST,
        "revisions": forecasts.revisions(record, request.user),
        **_about_the_earlier(record, refusal),
        **answers_for_reading(record, previous),
    }
    return render(request, "projects/workspace/returns/check.html", context, status=status)


@acts
def unchanged(request, reference):
    """ "Nothing has changed": last month's answers on one page, and one button."""
    record = _find_own(request, reference)
    if not record.is_owed:
        return redirect("returns:return", reference)
    if record.is_sent_back:
        messages.error(request, services.AnswerFirst.message)
        return redirect("returns:return", reference)
    refusal, status = None, 200
    if request.method == "POST":
        try:
            services.confirm_unchanged(
                by=request.user,
                record=record,
                version=version_read(request),
                before_the_earlier=_before_the_earlier(request),
            )
        except Refusal as error:
            refusal, status = error, 409
            record = _find_own(request, reference)
        else:
            return _thank(request, record)
    previous = selectors.previous(record)
    if previous is None:
        messages.error(request, services.NothingToRepeat.message)
        return redirect("returns:return", reference)
    today = timezone.localdate()
    shown = services.restore(
        Return(pk=record.pk, project=record.project), services.repeated(record)
    )
    context = {
        "record": record,
        "refusal": refusal.message if refusal else "",
        **_about_the_earlier(record, refusal),
        "overdue": [
            milestone
            for milestone in selectors.milestones_to_ask_about(record)
            if milestone.forecast_on < today
        ],
        **answers_for_reading(shown, previous),
    }
    return render(request, "projects/workspace/returns/unchanged.html", context, status=status)
