"""What a caseworker does about a need to learn: sessions, lessons to give, skills to look at."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal import pdf
from diz_portal.access import require, seen
from diz_portal.disclosure import LEAST
from diz_portal.outbox import letters
from diz_portal.outbox.models import Channel
from diz_portal.pages import acts, carried_out, posted, show
from diz_portal.spreadsheets import csv_response
from diz_portal.words import uk_day_time
from inclusion.cases.models import Appointment, AppointmentState, Need, NeedKind
from inclusion.cases.services.letters import letter_to
from inclusion.cases.views.cases import _form_page
from inclusion.cases.views.finding import is_hidden
from inclusion.learning import charts as learning_charts
from inclusion.learning.forms.teaching import PathForm, SessionForm, SettleSessionForm, WitnessForm
from inclusion.learning.models import Assessment, LearningPath
from inclusion.learning.selectors import benchmarks, distance
from inclusion.learning.selectors import learning as lessons
from inclusion.learning.selectors import teaching as selectors
from inclusion.learning.services import assessments, sessions, teaching
from inclusion.learning.views.asking_skills import area_form, place_of, was_kept
from partners.roles import is_manager


def _need(request, reference) -> Need:
    needs = Need.objects.visible_to(request.user).filter(kind=NeedKind.SKILLS)
    found = get_object_or_404(
        needs.select_related("case__person", "case__handled_by"), reference=reference
    )
    return seen(request.user, "inclusion.see_work", found)


@acts
def book(request, reference):
    need = _need(request, reference)
    form = SessionForm(posted(request), case=need.case, cancel=need.case.get_absolute_url())
    if carried_out(form, lambda: sessions.book(need=need, by=request.user, **form.cleaned_data)):
        messages.success(request, "Session booked. We will remind them the way they prefer")
        return redirect(need.case)
    return _form_page(request, need.case, form, "Book a digital skills session")


def _session(request, reference) -> Appointment:
    found = Appointment.objects.visible_to(request.user).sessions()
    session = get_object_or_404(
        found.select_related("case__person", "case__handled_by"), reference=reference
    )
    return seen(request.user, "inclusion.see_work", session)


@acts
def change(request, reference):
    session = _session(request, reference)
    if is_hidden(request, session.case):
        return redirect(session.case)
    cancel = session.case.get_absolute_url()
    form = SessionForm(posted(request), case=session.case, session=session, cancel=cancel)

    def move():
        return sessions.change(session=session, by=request.user, **form.cleaned_data)

    if carried_out(form, move):
        messages.success(request, "Session changed. We will remind them of the new time")
        return redirect(session.case)
    return _form_page(request, session.case, form, "Change a digital skills session")


SETTLED = {
    AppointmentState.ATTENDED: "Session marked as attended",
    AppointmentState.NOT_ATTENDED: "Session marked as not attended",
    AppointmentState.CANCELLED: "Session cancelled",
}


@acts
def settle(request, reference):
    session = _session(request, reference)
    if session.practised and is_hidden(request, session.case):
        return redirect(session.case)
    cancel = session.case.get_absolute_url()
    form = SettleSessionForm(posted(request), session=session, cancel=cancel)

    def say():
        return sessions.settle(session=session, by=request.user, **form.cleaned_data)

    if carried_out(form, say):
        messages.success(request, SETTLED[form.cleaned_data["state"]])
        return redirect(session.case)
    page = {
        "form": form,
        "title": "Record attendance" if session.has_begun else "Cancel this session?",
        "case": session.case,
        "back": cancel,
        "moment": session.starts_at,
    }
    return show(request, "inclusion/form.html", page)


@acts
def give_path(request, reference):
    need = _need(request, reference)
    offered = [one.path.pk for one in lessons.offers()]
    paths = LearningPath.objects.filter(pk__in=offered)
    form = PathForm(posted(request), paths=paths, cancel=need.case.get_absolute_url())
    if not offered:
        page = {"case": need.case, "back": need.case.get_absolute_url()}
        return render(request, "inclusion/learn/no_paths.html", page)

    def give():
        return teaching.send_path(need=need, by=request.user, **form.cleaned_data)

    if channel := carried_out(form, give):
        if channel in (Channel.EMAIL, Channel.TEXT):
            messages.success(request, "Lessons sent")
            return redirect(need.case)
        messages.success(request, "Task added to the case. Use this letter or call script for it")
        path = form.cleaned_data["path"]
        return redirect("inclusion_workspace:path_words", need.reference, path.slug)
    sentence = (
        "We will send them their own link, the way they prefer. You can both see which "
        "lessons they have done."
    )
    return _form_page(request, need.case, form, "Send lessons", sentence)


@require_safe
def path_words(request, reference, chosen):
    """The letter to post, or what to say on the telephone: with their code, so once opened."""
    need = _need(request, reference)
    if is_hidden(request, need.case):
        return redirect(need.case)
    path = get_object_or_404(LearningPath.objects.published(), slug=chosen)
    if not selectors.has_learner(need.case.person):
        return redirect("inclusion_workspace:need_path", need.reference)
    words = teaching.words_by_hand(need=need, path=path)
    return _words_page(request, need.case, path.title, *words)


@require_safe
def session_words(request, reference):
    """The same of a session that is told of by hand."""
    session = _session(request, reference)
    if is_hidden(request, session.case) or not session.is_told_by_hand:
        return redirect(session.case)
    about = f"session on {uk_day_time(session.starts_at)}"
    return _words_page(request, session.case, about, *sessions.words_by_hand(session))


def _words_page(request, case, about, form, words):
    if form == Channel.LETTER and "paper" in request.GET:
        letter = letter_to(
            case.person,
            sender=case.handled_by,
            subject=f"{about[:1].upper()}{about[1:]}",
            words=words,
            reference=case.reference,
        )
        return pdf.response(letters.pressed([letter]), name=f"letter-{case.reference}")
    page = {"case": case, "words": words, "is_letter": form == Channel.LETTER, "about": about}
    return render(request, "inclusion/learn/by_hand.html", page)


# What somebody can do ---


@acts
def begin_skills(request, reference):
    need = _need(request, reference)
    form = WitnessForm(posted(request), cancel=need.case.get_absolute_url())

    def begin():
        return assessments.begin_with(need=need, by=request.user, **form.cleaned_data)

    if assessment := carried_out(form, begin):
        area = assessments.missing_areas(assessment)[0]
        return redirect("inclusion_workspace:skills_area", assessment.reference, area)
    sentence = (
        "There are 6 short pages. They take about 10 minutes. Check again after a few weeks. "
        "We only compare checks that were answered in the same way."
    )
    return _form_page(request, need.case, form, "Start a skills check", sentence)


def _assessment(request, reference) -> Assessment:
    found = Assessment.objects.visible_to(request.user).filter(need__isnull=False)
    assessment = get_object_or_404(
        found.select_related("need__case__person", "framework", "by", "person"),
        reference=reference,
    )
    return seen(request.user, "inclusion.see_progress", assessment)


@acts
def skills_area(request, reference, area):
    assessment = _assessment(request, reference)
    case = assessment.need.case
    if is_hidden(request, case):
        return redirect(case)
    if assessment.finished_at:
        return redirect("inclusion_workspace:skills_result", assessment.reference)
    form = area_form(request, assessment, area)
    if was_kept(form, assessment, area, by=request.user):
        left = assessments.missing_areas(assessment)
        if left:
            return redirect("inclusion_workspace:skills_area", assessment.reference, left[0])
        messages.success(request, "Skills check saved")
        return redirect("inclusion_workspace:skills_result", assessment.reference)
    page = {"form": form, "case": case, "assessment": assessment, **place_of(assessment, area)}
    return show(request, "inclusion/learn/skills_area_of_case.html", page)


@require_safe
def skills_result(request, reference):
    found = Assessment.objects.visible_to(request.user).finished()
    assessment = get_object_or_404(
        found.select_related("need__case", "framework", "by", "person"), reference=reference
    )
    seen(request.user, "inclusion.see_progress", assessment)
    case = (
        assessment.need.case
        if assessment.need
        else assessment.person.cases.order_by("-opened_at").first()
    )
    if case is None or is_hidden(request, case):
        return redirect(case or reverse("inclusion_workspace:cases"))
    page = {"assessment": assessment, "case": case, "results": selectors.result(assessment)}
    return render(request, "inclusion/learn/skills_result_of_case.html", page)


# Figures ---


@require_safe
def figures(request):
    require(request.user, "inclusion.see_figures")
    cohorts = distance.cohorts(request.user)
    survey = benchmarks.survey()
    return render(
        request,
        "inclusion/learn/figures.html",
        {
            "figures": selectors.figures(request.user),
            "cohorts": [
                (one, learning_charts.distance(one), benchmarks.beside(one, survey))
                for one in cohorts
            ],
            "may_import": survey is None and is_manager(request.user),
            "least": LEAST,
            "is_caseworker": request.user.has_perm("inclusion.work_on_cases"),
        },
    )


CSV_HEADER = [
    "framework",
    "version",
    "who_answered",
    "people_measured",
    "measured_again",
    "not_measured_again",
    "area",
    "reached_before",
    "reached_after",
    "people_moved_up",
    "statements_moved_up",
    "region",
    "adults_of_region_percent",
    "source",
]


@require_safe
def figures_csv(request):
    """The groups that may be shown; the others are left out."""
    require(request.user, "inclusion.see_figures")
    survey = benchmarks.survey()
    rows = (
        (
            one.framework.name,
            one.framework.version,
            one.title,
            one.people if one.tells_once else "",
            one.again,
            one.once_said,
            row.area.label,
            row.before_said,
            row.after_said,
            row.moved_up_said,
            row.statements_said,
            *benchmarks.in_file(one, row.area, survey),
        )
        for one in distance.cohorts(request.user)
        if one.is_shown
        for row in one.rows
    )
    return csv_response("distance-travelled.csv", CSV_HEADER, rows)
