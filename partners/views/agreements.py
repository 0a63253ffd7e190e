"""Agreements: read by the people of their parties, kept by the managers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal.access import require, seen
from diz_portal.pages import acts, carried_out, page_of, posted, posted_files, show
from diz_portal.words import uk_date
from partners import endings, selectors, services
from partners.forms import AgreementForm
from partners.models import AgreementKind

from .handing_over import end as hand_over_and_end


@require_safe
def list_agreements(request):
    kind = request.GET.get("kind", "")
    found = selectors.agreements_for(request.user)
    if kind in AgreementKind.values:
        found = found.filter(kind=kind)
    page = page_of(request, found)
    return render(
        request,
        "partners/workspace/agreements.html",
        {
            "page": page,
            "agreements": page.object_list,
            "count": page.paginator.count,
            "kind": kind if kind in AgreementKind.values else "",
            "kinds": AgreementKind.choices,
            "keeps": request.user.has_perm("partners.keep_agreements"),
        },
    )


@require_safe
def agreement(request, reference):
    found = _find(request, reference)
    return render(
        request,
        "partners/workspace/agreement.html",
        {
            "agreement": found,
            "parties": found.parties.all(),
            "keeps": request.user.has_perm("partners.keep_agreements"),
        },
    )


@acts
def add(request):
    require(request.user, "partners.keep_agreements")
    return _keep(request, None, reverse("partners_workspace:agreements"))


@acts
def edit(request, reference):
    require(request.user, "partners.keep_agreements")
    found = _find(request, reference)
    return _keep(request, found, found.get_absolute_url())


def _keep(request, found, cancel):
    sent = posted(request), posted_files(request)
    form = AgreementForm(*sent, agreement=found, cancel=cancel)

    def keep():
        return services.keep_agreement(by=request.user, agreement=form.record, **form.cleaned_data)

    if kept := carried_out(form, keep):
        messages.success(request, "Agreement saved")
        return redirect(kept.get_absolute_url())
    page = {"form": form, "agreement": found, "cancel": cancel}
    return show(request, "partners/workspace/agreement_form.html", page)


@acts
def end(request, reference):
    require(request.user, "partners.keep_agreements")
    found = _find(request, reference)
    return hand_over_and_end(
        request,
        ending=endings.of_agreement(found),
        title=f"End agreement: {found}",
        sentence=f"It will end today, {uk_date(timezone.localdate())}, and reminders will stop. "
        "The record will be kept. Work on open cases can continue. New referrals and transfers "
        "need another agreement.",
        button="End agreement",
        back=found.get_absolute_url(),
        act=lambda decision, until: services.end_agreement(
            by=request.user, agreement=found, decision=decision
        ),
        done="Agreement ended",
    )


def _find(request, reference):
    found = get_object_or_404(
        selectors.agreements_for(request.user).select_related("document"), reference=reference
    )
    return seen(request.user, "partners.see_agreement", found)
