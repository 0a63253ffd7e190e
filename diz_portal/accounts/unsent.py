"""What somebody typed when their time was over: kept for a while, and put back once.

Each form of the workspace carries a signed mark of who opened it, where and when. One that arrives
after its visit has ended is kept, sealed, for the person of the mark alone; after they have signed
in again it comes back into its form, unsent. Files and passwords are never kept.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from diz_portal import limits, secrecy

from .models import UnsentForm, User

FIELD = "_whose"
SALT = PURPOSE = "diz_portal.accounts.unsent"
# Where people write for their work: what signs them in is never kept.
PLACES = ("/workspace/", "/admin/")
# Swept every minute, so that nothing is stored for longer than an hour.
KEPT_FOR = timedelta(minutes=55)
# Longer than a visit can last.
MARK_GOOD_FOR = timedelta(hours=13)
LONGEST_PAGE = UnsentForm._meta.get_field("page").max_length or 0
MOST_FORMS, MOST_CHARACTERS = 5, 200_000
NEVER = {FIELD, "csrfmiddlewaretoken"}
WAITING = "_auth_unsent"

Answers = dict[str, list[str]]


@dataclass(frozen=True)
class Kept:
    """`page` is where the form stood, `action` where it was sent to."""

    page: str
    action: str
    answers: Answers


def mark(request: HttpRequest) -> str:
    """For each form of a page: who opened it, where and, by the signature, when."""
    if not request.path.startswith(PLACES) or not request.user.is_authenticated:
        return ""
    page = request.get_full_path()
    if len(page) > LONGEST_PAGE:
        # What a page was asked for can be long; the form stands there without it too.
        page = request.path
    return signing.dumps([request.user.pk, page], salt=SALT) if len(page) <= LONGEST_PAGE else ""


def keep(request: HttpRequest) -> str | None:
    """Keep what arrived too late, if it carries a mark of ours; the page that it came from.

    None for what has no mark, an old one, or is beyond what is kept for one person: it is as gone
    as it was before.
    """
    if not request.path.startswith(PLACES):
        return None
    try:
        person, page = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=MARK_GOOD_FOR)
    except signing.BadSignature:
        return None
    answers = _worth_keeping(request.POST)
    words = json.dumps({"action": request.get_full_path(), "answers": answers})
    if not answers or len(words) > MOST_CHARACTERS:
        return None
    if not limits.take("unsent", limits.address_of(request), tries=30):
        return None
    _store(person, page, secrecy.seal(words, purpose=PURPOSE))
    return page


def _worth_keeping(data: QueryDict) -> Answers:
    return {
        name: values
        for name, values in data.lists()
        if name not in NEVER and "password" not in name.lower()
    }


@transaction.atomic
def _store(person: int, page: str, sealed: str) -> None:
    if not User.objects.select_for_update().filter(pk=person, is_active=True).exists():
        return
    UnsentForm.objects.update_or_create(
        person_id=person, page=page, defaults={"sealed": sealed, "kept_at": timezone.now()}
    )
    mine = UnsentForm.objects.filter(person_id=person).order_by("-kept_at", "-pk")
    UnsentForm.objects.filter(pk__in=[one.pk for one in mine[MOST_FORMS:]]).delete()


@receiver(user_logged_in, dispatch_uid="unsent")
def remember(request: HttpRequest, user: User, **_: object) -> None:
    """Once at each sign-in, so that no page has to ask."""
    if pages := list(_live().filter(person=user).values_list("page", flat=True)):
        request.session[WAITING] = pages


def take_back(request: HttpRequest) -> Kept | None:
    """What waits for this person at this page; it is given back once."""
    page = request.get_full_path()
    waiting = request.session.get(WAITING, [])
    if page not in waiting:
        return None
    request.session[WAITING] = [one for one in waiting if one != page]
    with transaction.atomic():
        found = _live().filter(person=request.user, page=page).select_for_update().first()
        if found is None:
            return None
        found.delete()
    try:
        words = json.loads(secrecy.unseal(found.sealed, purpose=PURPOSE))
    except secrecy.Unreadable:
        return None
    return Kept(page, urlsplit(words["action"]).path, words["answers"])


def _live():
    return UnsentForm.objects.filter(kept_at__gt=timezone.now() - KEPT_FOR)


def forget_old() -> int:
    """Delete what was not fetched in time; called every minute."""
    return UnsentForm.objects.filter(kept_at__lte=timezone.now() - KEPT_FOR).delete()[0]
