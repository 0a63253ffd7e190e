"""What can be read of packs."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from diz_portal.access import seen
from diz_portal.reports.models import BoardDate
from diz_portal.reports.question import Edition
from partners.roles import is_manager
from projects.packs.models import Pack, PackEdition, PackState, PackWithheld
from projects.portfolio.models import Project


def visible_to(user: Any) -> QuerySet[Pack]:
    """Issued ones to all who work where they are about; drafts to those who write
    them and those who read for the board.
    See `rules.py`, which every page asks besides."""
    found = Pack.objects.select_related("project", "board", "issued_by", "started_by")
    if is_manager(user):
        return found
    theirs = Q(project__in=Project.objects.worked_on_by(user))
    if user.has_perm("projects.read_pack", None):
        theirs |= Q(project=None)
    drafts = [
        pack.pk
        for pack in Pack.objects.drafts().select_related("project")
        if user.has_perm("projects.read_exempt_pack", pack)
    ]
    return found.filter(theirs).filter(Q(state=PackState.ISSUED) | Q(pk__in=drafts))


def pack(user: Any, reference: str) -> Pack:
    found = get_object_or_404(visible_to(user), reference=reference)
    return seen(user, "projects.read_pack", found)


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
