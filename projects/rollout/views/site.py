"""One site in the workspace: its page, its stage, correcting it, editing it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from diz_portal.access import Refusal, require
from diz_portal.pages import acted, acts, carried_out, posted, posted_files, show
from projects.portfolio.forms.milestones import RestoreForm, WithdrawForm
from projects.portfolio.views.common import find_project, show_withdrawn, url
from projects.rollout.dependents import standing_on
from projects.rollout.forms.sites import CorrectionForm, SiteForm, SiteMoveForm
from projects.rollout.models import Site, StageEntry
from projects.rollout.models.wayleave import BEYOND
from projects.rollout.selectors.sites import history, moves_offered, stepped_line, with_withdrawals
from projects.rollout.services import sites as services
from projects.rollout.stages import FACTS as STAGE_FACTS
from projects.rollout.stages import Stage
from projects.rollout.views.finding import find_site


@require_safe
def site(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    try:
        found = find_site(request, slug, reference)
    except Http404:
        return _withdrawn(request, slug, reference)
    entries = history(found)
    standing = [entry for entry in entries if not hasattr(entry, "corrected_by")]
    # Numbered by the order they were recorded in: an address of an entry without its key.
    numbers = {pk: place for place, pk in enumerate(sorted(e.pk for e in entries), start=1)}
    first, others = moves_offered(found, request.user)
    wayleaves = list(found.wayleaves.select_related("owner"))
    norm = STAGE_FACTS[Stage(found.stage)].norm_days
    may = request.user.has_perm
    return render(
        request,
        "projects/workspace/site.html",
        {
            "project": found.project,
            "site": found,
            "entry": found.current_entry,
            "meaning": STAGE_FACTS[Stage(found.stage)].meaning,
            "norm_days": norm,
            "days": found.days_at_stage(),
            "steps": stepped_line(found, standing),
            "timeline": with_withdrawals(found, [(numbers[one.pk], one) for one in entries]),
            "next_stage": first,
            "other_stages": others,
            "live_since": _live_since(found),
            "wayleaves": wayleaves,
            "at_wayleave": found.in_scope and found.stage == Stage.WAYLEAVE,
            "is_beyond": found.in_scope and found.stage in BEYOND,
            "open_wayleaves": [one for one in wayleaves if one.is_waiting],
            "may_move": may("projects.move_site", found),
            "may_edit": may("projects.edit_site", found),
            "may_keep_wayleaves": may("projects.keep_wayleaves", found),
            "may_withdraw": not found.in_scope and may("projects.change_scope", found),
            "may_manage": may("projects.manage", found),
        },
    )


def _withdrawn(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Its page once withdrawn, for who may restore it; to everyone else it is not there."""
    project = find_project(request, slug)
    if not request.user.has_perm("projects.change_scope", project):
        raise Http404
    gone = get_object_or_404(project.sites.exclude(withdrawn_at=None), reference=reference)
    return show_withdrawn(
        request, gone, project, back=("sites", "Sites"), restore=("site_restore", "Restore site")
    )


def _live_since(site: Site):
    found = Site.objects.filter(pk=site.pk).with_live_since()
    return found.values_list("live_since", flat=True).get() if site.is_live else None


@acts
def site_move(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = find_site(request, slug, reference)
    require(request.user, "projects.move_site", found)
    words = {
        "site": found,
        "cancel": url("site", found.project, reference),
        "button": "Update stage",
        "may_change_scope": request.user.has_perm("projects.change_scope", found),
        "user": request.user,
    }
    form = SiteMoveForm(
        posted(request),
        posted_files(request),
        initial={"to": request.GET.get("to") or moves_offered(found, request.user)[0]},
        **words,
    )
    status = 422
    if form.is_valid():
        move = form.move
        try:
            services.move_site(
                site=found,
                to=move.to,
                on=move.on,
                by=request.user,
                expected_entry=form.cleaned_data["expected_entry"],
                evidence=move.evidence,
                reason=move.reason,
                scope_reason=move.scope_reason or None,
                evidence_file=move.evidence_file,
                grantor=move.grantor,
            )
        except services.SiteMoved as refusal:
            # The form comes back about the site as it is now; what was typed is kept.
            found = find_site(request, slug, reference)
            typed = request.POST.copy()
            typed["expected_entry"] = found.current_entry_id or ""
            form = SiteMoveForm(typed, **{**words, "site": found})
            form.add_error(None, refusal.message)
            status = 409
        except services.MoveRefused as refusal:
            beside = refusal.answer if refusal.answer in form.fields else None
            form.add_error(beside, refusal.message)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"{found.name} updated to “{Stage(move.to).label}”")
            return redirect(words["cancel"])
    context = {"project": found.project, "site": found, "form": form}
    return render(
        request,
        "projects/workspace/site_move.html",
        context,
        status=status if form.is_bound else 200,
    )


@acts
def entry_correct(request: HttpRequest, slug: str, reference: str, number: int) -> HttpResponse:
    found = find_site(request, slug, reference)
    require(request.user, "projects.move_site", found)
    entry = _entry(found, number)
    here = url("site", found.project, reference)
    form = CorrectionForm(
        posted(request),
        posted_files(request),
        cancel=here,
        initial={
            "stage": entry.stage,
            "on": entry.entered_on,
            "evidence": entry.evidence,
            "expected_entry": found.current_entry_id,
        },
    )
    return acted(
        request,
        form,
        lambda: services.correct_entry(entry=entry, by=request.user, **form.cleaned_data),
        done="Entry corrected",
        back=here,
        template="projects/workspace/entry_correct.html",
        project=found.project,
        site=found,
        entry=entry,
    )


def _entry(found: Site, number: int) -> StageEntry:
    entries = found.entries.filter(corrected_by=None).order_by("pk")
    numbers = list(found.entries.order_by("pk").values_list("pk", flat=True))
    if not 1 <= number <= len(numbers):
        raise Http404
    entry = entries.filter(pk=numbers[number - 1]).first()
    if entry is None:
        raise Http404
    return entry


@acts
def site_edit(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = find_site(request, slug, reference)
    require(request.user, "projects.edit_site", found)
    here = url("site", found.project, reference)
    form = SiteForm(posted(request), instance=found, cancel=here, button="Save site")

    def save():
        version = form.record.version
        return services.edit_site(site=found, version=version, by=request.user, **form.facts)

    return acted(
        request,
        form,
        save,
        done="Site saved",
        back=here,
        template="projects/workspace/site_edit.html",
        project=found.project,
        site=found,
        title=found.name,
    )


@acts
def site_withdraw(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = find_site(request, slug, reference)
    require(request.user, "projects.change_scope", found)
    standing = list(standing_on(found))
    if standing and request.method != "POST":
        # Said before a reason is written, which would be refused.
        context = {"project": found.project, "site": found, "standing": standing}
        return render(request, "projects/workspace/site_withdraw.html", context)
    form = WithdrawForm(posted(request), button="Withdraw site")
    return acted(
        request,
        form,
        lambda: services.withdraw_site(site=found, by=request.user, **form.cleaned_data),
        done=f"{found.name} withdrawn",
        back=url("sites", found.project),
        template="projects/workspace/site_withdraw.html",
        project=found.project,
        site=found,
        standing=standing,
    )


@acts
def site_restore(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    project = find_project(request, slug)
    found = get_object_or_404(project.sites.all(), reference=reference)
    require(request.user, "projects.change_scope", project)
    here = url("site", project, reference)
    if found.withdrawn_at is None:
        return redirect(here)
    form = RestoreForm(posted(request), button="Restore site")
    return acted(
        request,
        form,
        lambda: services.restore_site(site=found, by=request.user, **form.cleaned_data),
        done=f"{found.name} restored",
        back=here,
        template="projects/workspace/restore.html",
        record=found,
        what="site",
        list_url=url("sites", project),
        list_title="Sites",
        restoring=(
            "It will be included in lists and counts again, at the stage it was at and not in "
            "scope."
        ),
    )


@acts
def site_add(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    require(request.user, "projects.edit_site", project)
    form = SiteForm(
        posted(request),
        instance=Site(project=project),
        cancel=url("sites", project),
        button="Add site",
    )
    if added := carried_out(
        form, lambda: services.add_site(project=project, by=request.user, **form.facts)
    ):
        messages.success(request, f"{added.name} added as a candidate")
        return redirect(url("site", project, added.reference))
    return show(request, "projects/workspace/site_add.html", {"project": project, "form": form})
