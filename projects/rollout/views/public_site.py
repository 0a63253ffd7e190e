from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diz_portal.access import seen
from projects.rollout.models import Site
from projects.rollout.selectors.sites import public_site


@login_not_required
@require_safe
def site(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """A site as anybody may see it: only what `public_site` lists reaches the page."""
    found = get_object_or_404(
        Site.objects.visible_to(request.user).select_related("project", "district"),
        project__slug=slug,
        reference=reference,
    )
    seen(request.user, "projects.see", found)
    return render(
        request,
        "projects/site.html",
        {
            "project": found.project,
            "site": public_site(found),
            "may_work": request.user.has_perm("projects.see_workspace", found),
        },
    )
