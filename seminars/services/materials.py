"""Slides, recordings and handouts: kept, published, and told of once."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from diz_portal import documents
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from seminars.models import (
    Material,
    MaterialKind,
    Registration,
    RegistrationState,
    Seminar,
    SeminarState,
)
from seminars.rules import MATERIAL_GUARD
from seminars.services import letters

# In one transaction, as reminders.
BATCH = 100


class CannotBeHeard(Refusal):
    message = (
        "People who cannot hear the recording must be able to read it. Select that it shows "
        "captions, or enter the web address of captions or a transcript"
    )


class NothingToPublish(Refusal):
    message = "There is nothing new to publish. Add a file or a link first"


@transaction.atomic
def add_file(
    *, seminar: Seminar, title: str, kind: str, audience: str, paper: Any, by: User
) -> Material:
    """Keep a file for a seminar. Nobody sees it until it is published."""
    if kind == MaterialKind.RECORDING:
        raise CannotBeHeard
    document = documents.store(upload=paper, title=title, guard=MATERIAL_GUARD, by=by)
    return _add(seminar, by, title=title, kind=kind, audience=audience, document=document)


@transaction.atomic
def add_link(
    *,
    seminar: Seminar,
    title: str,
    kind: str,
    audience: str,
    link: str,
    has_captions: bool = False,
    captions_link: str = "",
    transcript_link: str = "",
    by: User | None,
) -> Material:
    """Point at something kept elsewhere; a recording only when it can also be read."""
    if kind == MaterialKind.RECORDING and not (has_captions or captions_link or transcript_link):
        raise CannotBeHeard
    return _add(
        seminar,
        by,
        title=title,
        kind=kind,
        audience=audience,
        link=link,
        has_captions=has_captions,
        captions_link=captions_link,
        transcript_link=transcript_link,
    )


def _add(seminar: Seminar, by: User | None, **values: Any) -> Material:
    return Material.objects.create(seminar=seminar, added_by=by, **values)


@transaction.atomic
def remove_material(*, material: Material, by: User) -> None:
    """Take it away, published or not. Its file goes with it."""
    seminar = Seminar.objects.select_for_update(no_key=True).get(pk=material.seminar_id)
    document = material.document
    material.delete()
    if document:
        documents.delete(document=document, by=by)
    if not seminar.materials.published().exists():
        seminar.materials_since = None
    # Written also when nothing in it changes: the kept page goes by the row's version.
    seminar.save(update_fields=["materials_since"])


@transaction.atomic
def publish_materials(*, seminar: Seminar, by: User | None) -> int:
    """Show all that was added. After the seminar, whoever had a place is told, once."""
    seminar = Seminar.objects.select_for_update(no_key=True).get(pk=seminar.pk)
    now = timezone.now()
    shown = seminar.materials.filter(published_at=None).update(published_at=now)
    if not shown:
        raise NothingToPublish
    seminar.materials_since = seminar.materials_since or now
    seminar.save(update_fields=["materials_since"])
    return shown


def to_be_told(seminar: Seminar) -> int:
    """How many people will hear of it. Slides found a season later are no news to anybody."""
    if (
        seminar.state == SeminarState.CANCELLED
        or seminar.ends_at < timezone.now() - letters.STILL_NEWS
    ):
        return 0
    return _untold().filter(seminar=seminar).exclude(channel="").count()


def _untold() -> QuerySet[Registration]:
    return Registration.objects.filter(
        state=RegistrationState.CONFIRMED, materials_told=False, erased_at=None
    )


def sweep_materials() -> int:
    """Write once to everybody who had a place, whether they came or not: who could not come has
    the most use of the slides. Before the seminar nobody is written to: there is a reminder."""
    now = timezone.now()
    due = _untold().filter(
        seminar__materials_since__isnull=False,
        seminar__ends_at__range=(now - letters.STILL_NEWS, now),
    )
    told = 0
    while found := _tell(due.exclude(seminar__state=SeminarState.CANCELLED)):
        told += found
    return told


@transaction.atomic
def _tell(due: QuerySet[Registration]) -> int:
    batch = list(
        due.select_for_update(of=("self",), skip_locked=True)
        .select_related("seminar")
        .order_by("pk")[:BATCH]
    )
    for registration in batch:
        letters.send("materials", registration)
    Registration.objects.filter(pk__in=[one.pk for one in batch]).update(materials_told=True)
    return len(batch)
