"""What can be read of packs."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from diz_portal.access import seen
from diz_portal.reports.models import BoardDate
from diz_portal.reports.question import Edition
from projects.packs.models import Pack, PackEdition, PackState, PackWithheld
from projects.portfolio.models import Project


def visible_to(user: Any) -> QuerySet[Pack]:
    """With what their pages say of them."""
    found = Pack.objects.visible_to(user)
    return found.select_related("project", "board", "issued_by", "started_by")


def pack(user: Any, reference: str) -> Pack:
    found = get_object_or_404(visible_to(user), reference=reference)
    return seen(user, "projects.open_pack", found)


def edition_of(pack: Pack, edition: str, user: Any) -> PackEdition:
    """404 where it is not theirs to read."""
    if edition not in Edition.values:
        raise Http404
    if edition == Edition.EXEMPT:
        seen(user, "projects.read_exempt_pack", pack)
    return get_object_or_404(pack.editions.select_related("job"), edition=edition)


def published(slug: str, reference: str) -> Pack:
    """What anybody may read."""
    return get_object_or_404(
        Pack.objects.select_related("project", "board"),
        project__slug=slug,
        project__published=True,
        reference=reference,
        published_at__isnull=False,
    )


def published_of(project: Project) -> QuerySet[Pack]:
    return project.packs.filter(published_at__isnull=False).select_related("board")


def meetings(project: Project | None, but: Pack | None = None) -> QuerySet[BoardDate]:
    """Those that have no pack of it yet."""
    taken = Pack.objects.of(project)
    if but is not None:
        taken = taken.exclude(pk=but.pk)
    return BoardDate.objects.exclude(pk__in=taken.values("board")).order_by("date", "name")


def lapsed(today: Any) -> list[PackWithheld]:
    """Items of issued packs whose day has come: somebody looks at them again."""
    found = (
        PackWithheld.objects.filter(pack__state=PackState.ISSUED, review_on__lte=today)
        .select_related("pack__project", "pack__board", "sentence", "decision")
        .prefetch_related("reviews")
    )
    return [one for one in found if one.private_until is not None and one.private_until <= today]
