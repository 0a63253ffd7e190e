"""Chasing: a prefilled email to whoever owes something, logged on the row."""

from django.db import IntegrityError, transaction

from diz_portal import access, outbox
from diz_portal.accounts.models import User

from .models import Chase
from .registry import Item


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
