"""A pack is issued once: both editions as they are at that moment, the figures they state, and the
job of each that makes and keeps its files, in one transaction."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.reports import registry
from diz_portal.reports import services as reports
from diz_portal.reports.declaring import NOT_AVAILABLE
from diz_portal.reports.frozen import frozen
from diz_portal.reports.question import Edition
from diz_portal.words import listed
from projects.packs import editions
from projects.packs.contents import Contents, of_draft
from projects.packs.models import (
    IMPLICATIONS,
    Pack,
    PackFigure,
    PackState,
    named,
)
from projects.packs.services.drafting import DECISION, FUTURE, held

REPORT = "board-pack"
MEANWHILE = (
    "Someone has changed this draft since you opened this page. Read both editions again, then "
    "issue it"
)


@transaction.atomic
def issue(*, by: User, pack: Pack, as_read: str | None = None, at: datetime | None = None) -> Pack:
    """From now on nothing of it changes: a correction is the next pack. `as_read` is the state of
    the draft that the person has read: somebody may have published an item since, and what is
    issued cannot be taken back. `at`: for examples."""
    pack = held(pack)
    if as_read is not None and as_read != state_of(pack):
        raise NotNow(MEANWHILE)
    refuse_unfinished(pack)
    contents = of_draft(pack)
    now = at or timezone.now()
    pack.state, pack.issued_at, pack.issued_by = PackState.ISSUED, now, by
    for edition in Edition:
        _keep(pack, contents, edition, by)
    _state(pack, contents)
    Pack.objects.filter(pk=pack.pk).update(state=pack.state, issued_at=now, issued_by=by)
    return pack


def state_of(pack: Pack) -> str:
    """Of all that people decide about a draft: another once anything of it is."""
    told = [
        Pack.objects.filter(pk=pack.pk).values_list("board", "since", "until"),
        pack.sentences.values_list("pk", "text", "is_removed"),
        pack.decisions.values_list("pk", *DECISION),
        pack.withheld.values_list(
            "section", "sentence", "decision", "paragraph", "reason", "review_on"
        ),
    ]
    return hashlib.blake2b(repr([list(one) for one in told]).encode(), digest_size=12).hexdigest()


def refuse_unfinished(pack: Pack) -> None:
    """What stands in the way of issuing, in a sentence."""
    if pack.until > timezone.localdate():
        raise Refusal(FUTURE)
    for number, decision in enumerate(pack.decisions.all(), start=1):
        missing = [one for one in IMPLICATIONS if not getattr(decision, one).strip()]
        if missing:
            names = listed(named(one) for one in missing)
            raise Refusal(
                f"Decision {number} is not complete. Enter its {names}, or “None "
                "identified by” and a name"
            )
    for one in pack.withheld.all():
        if one.review_on <= timezone.localdate():
            raise Refusal(
                f"The review date of a withheld item has passed: {one.kind.lower()}. Enter a new "
                f"review date"
            )


def _keep(pack: Pack, contents: Contents, edition: Edition, by: User) -> None:
    report = registry.named(REPORT)
    assert report is not None  # noqa: S101  this room registers it
    answers = {"pack": pack.reference, "edition": edition.value}
    if pack.project:
        answers["project"] = pack.project.slug
    made = editions.paper(contents, edition)
    job = reports.ask_to_keep(
        report=report, title=made.title, answers=answers, edition=edition, by=by
    )
    pack.editions.create(edition=edition, paper=frozen(made), as_at=contents.as_at.day, job=job)


def _state(pack: Pack, contents: Contents) -> None:
    PackFigure.objects.bulk_create(
        PackFigure(
            pack=pack,
            key=one.key,
            label=one.label,
            value=one.value,
            day=contents.as_at.day,
            is_exempt=not contents.figure_is_public(one.key),
        )
        for one in contents.about.figures
        if one.value is not NOT_AVAILABLE
    )


@transaction.atomic
def publish(*, by: User, pack: Pack) -> Pack:
    """The public edition, on a page that needs no account; publishing twice is no error."""
    pack = Pack.objects.select_for_update(of=("self",)).select_related("project").get(pk=pack.pk)
    if pack.is_draft:
        raise NotNow("Issue the pack before you publish it")
    if pack.project is None or not pack.project.published:
        raise NotNow("Publish the project before you publish its board pack")
    if pack.published_at is None:
        _published(pack, timezone.now(), by)
    return pack


@transaction.atomic
def unpublish(*, by: User, pack: Pack) -> None:
    pack = Pack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
    _published(pack, None, by)


def _published(pack: Pack, at: Any, by: User) -> None:
    Pack.objects.filter(pk=pack.pk).update(published_at=at, published_by=by)
