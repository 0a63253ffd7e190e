"""The public edition of a pack that was published, for anybody."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diz_portal.pages import page_of
from diz_portal.places.selectors import partnership
from diz_portal.reports.formats import snapshot
from diz_portal.reports.frozen import thawed
from diz_portal.reports.question import Edition
from diz_portal.reports.views import sent
from projects.packs import selectors
from projects.portfolio.models import Project


def _edition(slug, reference):
    pack = selectors.published(slug, reference)
    return get_object_or_404(pack.editions.select_related("job"), edition=Edition.PUBLIC)


@login_not_required
@require_safe
def packs(request, slug):
    """Those of a project that were published."""
    project = get_object_or_404(Project.objects.public(), slug=slug)
    page = page_of(request, selectors.published_of(project), 20)
    return render(request, "packs/published.html", {"project": project, "page": page})


@login_not_required
@require_safe
def pack(request, slug, reference):
    found = _edition(slug, reference)
    paper = snapshot.of(
        thawed(found.paper),
        as_at=found.as_at,
        read_at=found.pack.issued_at,
        edition=found.edition,
        author=partnership().name,
        with_links=False,
    )
    values = {"pack": found.pack, "job": found.job, "paper": paper}
    return render(request, "packs/public.html", values)


@login_not_required
@require_safe
def pdf(request, slug, reference):
    return sent(_edition(slug, reference).job, "pdf")
