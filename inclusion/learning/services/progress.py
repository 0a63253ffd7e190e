"""Keeping how far somebody has got, for as long as they use it, and giving them the link to it."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.access import Refusal
from diz_portal.accounts.models import normalise_email
from diz_portal.outbox.models import Channel
from inclusion.learning.models import Assessment, Learner, Lesson, LessonDone
from inclusion.learning.models.progress import typed

# Thirteen months without use: longer than a year, so that one who comes back each winter may.
KEPT = timedelta(days=396)


class NoSuchCode(Refusal):
    message = "We do not recognise this code. Check it and try again, or start again"


@transaction.atomic
def begin(*, account: Any = None) -> Learner:
    """New progress, of nobody in particular; of an account there is one."""
    if account is None:
        return Learner.objects.create()
    return Learner.objects.get_or_create(account=account)[0]


@transaction.atomic
def mark_done(*, learner: Learner, lesson: Lesson) -> None:
    """They have done it. Said twice, it is kept once."""
    LessonDone.objects.get_or_create(learner=learner, lesson=lesson)
    use(learner=learner)


def use(*, learner: Learner) -> None:
    """It is used: what is used is not forgotten."""
    learner.used_at = timezone.now()
    learner.save(update_fields=["used_at"])


def by_code(*, code: str) -> Learner:
    """Whose code it is; the caller limits how often somebody may try."""
    found = Learner.objects.filter(code=typed(code)).first() if typed(code) else None
    if found is None:
        raise NoSuchCode
    return found


def prefix(learner: Learner) -> str:
    """With what the keys of all mail to a learner begin."""
    return f"learner-{learner.reference}-"


@transaction.atomic
def send_link(
    *, learner: Learner, channel: str, to: str = "", reader: str = "", postal_address: str = ""
) -> None:
    """Send the link as they wish. An email address is kept, to send it there again one day;
    a number or a postal address is not."""
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    if channel == Channel.EMAIL:
        learner.email = to = normalise_email(to)
    learner.used_at = timezone.now()
    learner.save(update_fields=["email", "used_at"])
    _queue(learner, channel, to, reader=reader, postal_address=postal_address)


@transaction.atomic
def send_again(*, email: str) -> None:
    """Send every link that this address was given for. What it answers tells nobody whether
    there is one."""
    email = normalise_email(email)
    for learner in Learner.objects.filter(email=email).order_by("-used_at")[:5]:
        _queue(learner, Channel.EMAIL, email)


def _queue(learner: Learner, channel: str, to: str, **more: str) -> None:
    now = timezone.localtime()
    outbox.queue(
        "inclusion/learning_link",
        to=to,
        # Asked for again within the hour, it is the same letter.
        key=f"{prefix(learner)}link-{channel}-{now:%Y%m%d%H}",
        channel=channel,
        context={"learner": learner},
        # Whoever holds it reads and changes the progress; the letter and the call say the code.
        secret=True,
        secret_on_paper=True,
        **more,
    )


@transaction.atomic
def forget(*, learner: Learner) -> None:
    """Delete the progress and all mail about it. What stands in a case stays there."""
    outbox.forget(key_prefix=prefix(learner))
    Assessment.objects.filter(learner=learner, person=None).delete()
    Assessment.objects.filter(learner=learner).update(learner=None)
    Learner.objects.filter(pk=learner.pk).delete()
