from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from diz_portal import access
from diz_portal.access import Refusal
from diz_portal.pages import acts, carried_out, confirm, page_of, posted, show
from diz_portal.reports import registry, selectors
from diz_portal.reports.question import Edition
from diz_portal.reports.reading import may_read
from diz_portal.reports.registry import Format
from diz_portal.words import listed

from . import services
from .forms import BoardForm, ChangeSchedule, schedule_form
from .models import BoardDate, Schedule

A_LIST = 20
NEXT_ONES = 3


def _found(request, reference):
    mine = Schedule.objects.visible_to(request.user).select_related("owner")
    found = get_object_or_404(mine, reference=reference)
    return access.seen(request.user, "reports.keep_schedule", found)


@require_safe
def schedules(request):
    offered = registry.open_to(request.user)
    if not offered:
        raise Http404
    mine = Schedule.objects.visible_to(request.user).select_related("owner")
    values = {"page": page_of(request, mine, A_LIST), "offered": offered}
    return render(request, "reports/schedules/list.html", values)


@acts
def new(request, report):
    """Let a report come by itself."""
    report = registry.named(report)
    if report is None or not report.may_run(request.user):
        raise Http404
    form = schedule_form(report)(
        posted(request),
        user=request.user,
        cancel=reverse("reports:schedules"),
        initial={**request.GET.dict(), "recipients": request.user.email},
    )

    def schedule():
        question = form.question()
        if not report.may_run(request.user, question.answers):
            raise Refusal(
                "You do not have access to this report. Select something else to report on"
            )
        return services.schedule(
            report=report,
            title=report.said(question),
            answers=form.stored(),
            edition=question.edition,
            covers=form.cleaned_data.get("covers", ""),
            formats=form.cleaned_data.get("formats", ()),
            rule=form.rule(),
            recipients=form.cleaned_data["recipients"],
            by=request.user,
        )

    if made := carried_out(form, schedule):
        messages.success(request, "Report scheduled")
        return redirect("reports:schedule", made.reference)
    values = {
        "form": form,
        "title": f"Schedule: {report.title}",
        "sentence": report.about,
        "back": reverse("reports:schedules"),
    }
    return show(request, "reports/schedules/new.html", values)


@require_safe
def schedule(request, reference):
    found = _found(request, reference)
    last = found.jobs.order_by("-asked_at").first()
    jobs = selectors.jobs_of(request.user).filter(schedule=found)
    people = list(found.recipients.order_by("name", "email"))
    values = {
        "schedule": found,
        "jobs": page_of(request, jobs, A_LIST),
        "dues": found.rule.next_ones(timezone.now(), services.boards(), NEXT_ONES),
        "editions": [Edition(one).label for one in found.editions_made],
        "formats": listed([Format(kind).label for kind in found.formats_made]),
        "people": [
            (one, last is None or may_read(last.report, last.answers, one)) for one in people
        ],
    }
    return render(request, "reports/schedules/schedule.html", values)


@acts
def change(request, reference):
    """Change when it comes, to whom, and as what."""
    found = _found(request, reference)
    report = registry.named(found.report)
    if report is None:
        raise Http404
    back = reverse("reports:schedule", args=[reference])
    form = ChangeSchedule(posted(request), schedule=found, report=report, cancel=back)

    def save():
        typed = form.cleaned_data
        return services.change(
            schedule=form.record,
            edition=typed.get("edition", ""),
            covers=typed.get("covers", ""),
            formats=typed.get("formats", ()),
            rule=form.rule(),
            recipients=typed["recipients"],
            by=request.user,
        )

    if carried_out(form, save):
        messages.success(request, "Schedule saved")
        return redirect(back)
    values = {"form": form, "schedule": found, "title": "Change schedule", "back": back}
    return show(request, "reports/schedules/change.html", values)


@require_POST
def run_now(request, reference):
    made = services.run_now(schedule=_found(request, reference), by=request.user)
    if mine := selectors.jobs_of(request.user).filter(pk__in=[one.pk for one in made]).first():
        return redirect("reports:job", mine.reference)
    messages.success(request, "The report is being created for each person it is sent to")
    return redirect("reports:schedule", reference)


@require_POST
def pause(request, reference):
    return _does(request, reference, services.pause, "Schedule paused")


@require_POST
def resume(request, reference):
    return _does(request, reference, services.resume, "Schedule resumed")


def _does(request, reference, act, done):
    found = _found(request, reference)
    try:
        act(schedule=found, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("reports:schedule", reference)


@acts
def delete(request, reference):
    found = _found(request, reference)
    return confirm(
        request,
        title=f"Delete the schedule of {found.title}?",
        sentence=f"{found.title} will no longer be created automatically. Reports that have "
        f"already been created will stay until their files are deleted.",
        button="Delete schedule",
        back=reverse("reports:schedule", args=[reference]),
        after=reverse("reports:schedules"),
        act=lambda: services.delete(schedule=found, by=request.user),
        done="Schedule deleted",
        is_grave=True,
    )


# Days on which boards meet -----------------------------------------------------------


@acts
def boards(request):
    access.require(request.user, "reports.keep_boards")
    form = BoardForm(posted(request), cancel=reverse("reports:schedules"))

    def add():
        try:
            with transaction.atomic():
                return services.set_board(**form.cleaned_data, by=request.user)
        except IntegrityError:
            raise Refusal("Enter another day: this board already meets then") from None

    if carried_out(form, add):
        messages.success(request, "Board meeting added")
        return redirect("reports:boards")
    coming = BoardDate.objects.filter(date__gte=timezone.localdate())
    values = {
        "form": form,
        "coming": page_of(request, coming, A_LIST),
        "back": reverse("reports:schedules"),
    }
    return show(request, "reports/schedules/boards.html", values)


@acts
def board_remove(request, pk):
    access.require(request.user, "reports.keep_boards")
    found = get_object_or_404(BoardDate, pk=pk)
    return confirm(
        request,
        title=f"Remove board meeting: {found}?",
        sentence=f"Reports that are due before {found} will not be created for it.",
        button="Remove board meeting",
        back=reverse("reports:boards"),
        act=lambda: services.remove_board(board=found, by=request.user),
        done="Board meeting removed",
        is_grave=True,
    )
