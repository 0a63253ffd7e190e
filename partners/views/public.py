"""The partner directory, the pages of partners, and becoming one."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from diz_portal import kept, limits
from diz_portal.access import seen
from diz_portal.pages import acts, carried_out, chosen_of, page_of, posted, show
from partners import panels, selectors, services
from partners.forms import JoinForm
from partners.models import Organisation, OrganisationState, Sector


@login_not_required
@require_safe
@kept.until_written
def directory(request):
    """Who takes part, narrowed by words, sector and district."""
    chosen = chosen_of(request, "q", "sector", "district")
    found = selectors.directory(
        search=chosen["q"], sector=chosen["sector"], district=chosen["district"]
    )
    page = page_of(request, found)
    return render(
        request,
        "partners/directory.html",
        {
            "page": page,
            "partners": page.object_list,
            "count": page.paginator.count,
            "chosen": chosen,
            "is_narrowed": any(chosen.values()),
            "sectors": Sector.choices,
            "districts": selectors.districts(),
        },
    )


@login_not_required
@require_safe
def organisation(request, slug):
    """The public page of a partner; its own people see it before it is public."""
    partner = get_object_or_404(
        Organisation.objects.visible_to(request.user).prefetch_related("districts"), slug=slug
    )
    seen(request.user, "partners.see", partner)
    return render(
        request,
        "partners/organisation.html",
        {
            "partner": partner,
            "is_public": partner.state == OrganisationState.ACTIVE,
            "panels": panels.panels_for(partner, request),
            "works_here": request.user.has_perm("partners.work_in", partner),
        },
    )


@login_not_required
@acts
def join(request):
    """Ask to become a partner, or to join one: the answer is the same for everybody."""
    form = JoinForm(posted(request), user=request.user)

    def ask():
        limits.require_for_public_form("join", request, [form.cleaned_data["email"]])
        services.register_organisation(**form.asked())

    if carried_out(form, ask):
        request.session["asked_to_join"] = True
        return redirect("partners:join_sent")
    return show(request, "partners/join.html", {"form": form})


@login_not_required
@require_safe
def join_sent(request):
    """For whoever has just asked; nobody else is thanked for what they did not send."""
    if not request.session.get("asked_to_join"):
        return redirect("partners:join")
    return render(request, "partners/join_sent.html")
