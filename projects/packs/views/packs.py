"""The packs that there are, and one of them."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.pages import acts, carried_out, chosen_of, page_of, posted, show
from diz_portal.reports.models import BoardDate
from partners.roles import is_manager
from projects.packs import drafts, selectors
from projects.packs.contents import last_issued, projects_of
from projects.packs.forms import StartForm
from projects.packs.models import Pack, PackSection
from projects.packs.rules import may_enter
from projects.packs.services import drafting
from projects.portfolio.models import Project


def find_draft(request, reference: str) -> Pack:
    """For who may write it; a pack that has been issued is not changed any more."""
    found = selectors.pack(request.user, reference)
    access.require(request.user, "projects.keep_packs", found)
    return found


def page_url(pack: Pack) -> str:
    return reverse("packs:pack", args=[pack.reference])


def written_by(user):
    """The projects whose packs the person writes."""
    if is_manager(user):
        return Project.objects.all()
    return Project.objects.filter(
        pk__in=[
            one.pk
            for one in Project.objects.worked_on_by(user)
            if user.has_perm("projects.keep_packs", one)
        ]
    )


@require_safe
def packs(request):
    if not may_enter(request.user):
        raise Http404
    page = page_of(request, selectors.visible_to(request.user).order_by("-until", "-pk"), 20)
    may_start = request.user.has_perm("projects.keep_packs", None) or (
        written_by(request.user).exists()
    )
    return render(request, "packs/list.html", {"page": page, "may_start": may_start})


@acts
def new(request):
    may_all = request.user.has_perm("projects.keep_packs", None)
    projects = written_by(request.user).order_by("title")
    if not may_all and not projects.exists():
        raise PermissionDenied
    chosen = projects.filter(slug=chosen_of(request, "project")["project"]).first()
    today = timezone.localdate()
    last = last_issued(chosen)
    meetings = BoardDate.objects.filter(date__gte=today - timedelta(days=31))
    form = StartForm(
        posted(request),
        projects=projects,
        may_all=may_all,
        meetings=meetings,
        cancel=reverse("packs:list"),
        initial={
            "project": chosen,
            "board": BoardDate.objects.filter(date__gte=today).order_by("date", "pk").first(),
            "since": drafts.begins_after(last, today),
            "until": today,
        },
    )

    def start():
        return drafting.start(by=request.user, **form.cleaned_data)

    if pack := carried_out(form, start):
        messages.success(request, "Board pack started")
        return redirect(page_url(pack))
    values = {"form": form, "no_meetings": not meetings.exists()}
    return show(request, "packs/new.html", values)


@require_safe
def pack(request, reference):
    found = selectors.pack(request.user, reference)
    user = request.user
    may_read_exempt = user.has_perm("projects.read_exempt_pack", found)
    values = {
        "pack": found,
        "may_keep": user.has_perm("projects.keep_packs", found),
        "may_withhold": user.has_perm("projects.withhold", found),
        "may_issue": user.has_perm("projects.issue_packs", found),
        "may_read_exempt": may_read_exempt,
    }
    if found.is_draft:
        held = {
            one.section or one.sentence_id or -(one.decision_id or 0): one
            for one in found.withheld.select_related("decided_by")
        }
        publishes_spend = all(one.publishes_spend for one in projects_of(found.project))
        sentences = list(found.sentences.select_related("edited_by"))
        values |= {
            # One that tells of a section is withheld with it.
            "sentences": [
                (
                    one,
                    held.get(one.pk) or held.get(drafts.section_of(one.rule)),
                    not publishes_spend and drafts.is_of_money(one.rule),
                )
                for one in sentences
                if not one.is_removed
            ],
            "removed": [one for one in sentences if one.is_removed],
            "decisions": [(one, held.get(-one.pk)) for one in found.decisions.all()],
            # One that repeats the figures of another is withheld with it.
            "sections": [
                (key, label, held.get(key) or held.get(drafts.WITHHELD_WITH.get(key, "")))
                for key, label in PackSection.choices
            ],
            "figures": PackSection.FIGURES,
            "publishes_spend": publishes_spend,
        }
        return render(request, "packs/draft.html", values)
    editions = {one.edition: one for one in found.editions.select_related("job")}
    shown = [editions["public"]] + ([editions["exempt"]] if may_read_exempt else [])
    values |= {
        "editions": [(one, _files(one)) for one in shown],
        "withheld": (
            found.withheld.select_related("decided_by", "sentence", "decision").prefetch_related(
                "reviews__by"
            )
            if may_read_exempt
            else []
        ),
        "today": timezone.localdate(),
    }
    return render(request, "packs/issued.html", values)


def _files(edition):
    return [one for one in edition.job.files.all() if one.format != one.SNAPSHOT]
