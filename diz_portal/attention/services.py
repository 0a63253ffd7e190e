"""Chasing: a prefilled email to whoever owes something, logged on the row. And what staff do with a
task until it is settled: note, snooze, assign."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from diz_portal import access, outbox
from diz_portal.accounts.models import User

from .models import Act, Chase, Handling
from .registry import Item, who_may_be_assigned


class NobodyToChase(access.Refusal):
    message = "No one at that organisation has an account yet. Invite someone first"


def chase(*, item: Item, subject: str, words: str, form_key: str, by: User) -> Chase:
    """Send the manager's words to everybody who can settle the item, and log it.

    The same form sent twice chases once: the first chase is given back.
    """
    access.require(by, "attention.chase")
    people = list(item.recipients())
    if not people:
        raise NobodyToChase
    try:
        with transaction.atomic():
            logged = Chase.objects.create(
                item_key=item.key,
                title=item.title,
                owed_by=item.owed_by,
                recipients=len(people),
                by=by,
                form_key=form_key,
            )
            for person in people:
                outbox.queue(
                    "attention/chase",
                    to=person.email,
                    key=f"chase-{form_key}-{person.pk}",
                    # It is the manager's own email, and asks for an answer.
                    reply_to=by.email,
                    context={
                        "subject": subject,
                        "words": words,
                        "person": person,
                        "by": by,
                        "address": by.email,
                        "item": item,
                    },
                )
    except IntegrityError:
        return Chase.objects.get(form_key=form_key)
    return logged


def chase_all(*, items: Sequence[Item], subject: str, words: str, form_key: str, by: User) -> int:
    """One message for everything that somebody owes, logged on each row.

    Each person is told only of what they can settle themselves. The same form sent twice is sent
    once. Gives the number of people written to.
    """
    access.require(by, "attention.chase")
    told: dict[User, list[Item]] = {}
    reached: dict[str, int] = {}
    for item in items:
        people = list(item.recipients())
        reached[item.key] = len(people)
        for person in people:
            told.setdefault(person, []).append(item)
    if not told:
        raise NobodyToChase
    try:
        with transaction.atomic():
            Chase.objects.bulk_create(
                Chase(
                    item_key=item.key,
                    title=item.title,
                    owed_by=item.owed_by,
                    recipients=reached[item.key],
                    by=by,
                    form_key=f"{form_key}-{number}",
                )
                for number, item in enumerate(items)
                if reached[item.key]
            )
            for person, theirs in told.items():
                outbox.queue(
                    "attention/chase_all",
                    to=person.email,
                    key=f"chase-{form_key}-{person.pk}",
                    reply_to=by.email,
                    context={
                        "subject": subject,
                        "words": words,
                        "person": person,
                        "by": by,
                        "address": by.email,
                        "items": theirs,
                    },
                )
    except IntegrityError:
        # Only the key of the form can be taken: it was sent before.
        return 0
    return len(told)


class NotAColleague(access.Refusal):
    message = "This person can no longer be assigned tasks. Select someone else"


class NotAhead(access.Refusal):
    message = "Enter a date after today"


def handle(
    *,
    item: Item,
    act: str,
    by: User,
    form_key: str,
    words: str = "",
    until: date | None = None,
    to: User | None = None,
) -> Handling:
    """Note, snooze, stop snoozing, or assign: a row that stays. The same form sent twice is one."""
    access.require(by, "attention.chase")
    if act == Act.SNOOZE and (until is None or until <= timezone.localdate()):
        raise NotAhead
    if act == Act.ASSIGN and to not in who_may_be_assigned():
        raise NotAColleague
    row, _ = Handling.objects.get_or_create(
        form_key=form_key,
        defaults={
            "item_key": item.key,
            "title": item.title,
            "act": act,
            "words": words,
            "until": until if act == Act.SNOOZE else None,
            "to": to if act == Act.ASSIGN else None,
            "by": by,
        },
    )
    return row
