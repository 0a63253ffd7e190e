"""What can happen to a webhook: made, tried, its secret replaced, stopped, started again."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal import calling, secrecy
from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.locks import one_at_a_time

from . import acting, feed, signing
from .models import DELIVERY_MOVES, PURPOSE, Delivery, DeliveryState, Webhook
from .tokens import NoSecondFactor, has_second_factor

# How long the former secret signs as well.
BOTH_FOR = dt.timedelta(days=2)
# Of those before: replaced twice, by two people or two clicks, the one in use still signs.
MOST_FORMER = 3
MOST = 10


class LeadsNowhere(Refusal):
    """An address that we do not call; `message` says why."""


@transaction.atomic
def make(
    *, by: User, organisation: Any, address: str, kinds: Collection[str]
) -> tuple[Webhook, str]:
    """A webhook and its secret, which is said once. Nothing is sent of what happened before."""
    if not has_second_factor(by):
        raise NoSecondFactor("Set up two-step verification before you create a webhook")
    maker = User.objects.select_for_update().get(pk=by.pk)
    if not acting.only_for(maker, organisation.pk):
        raise Refusal("You can no longer act for this organisation. Select another")
    known = {one.kind for one in feed.feeds()}
    if not kinds or not set(kinds) <= known:
        raise Refusal("Select at least one event from the list")
    must_be_public(address)
    _leave_room(organisation.pk, "create another")
    secret = signing.new_secret()
    webhook = Webhook.objects.create(
        address=address,
        kinds=sorted(set(kinds)),
        organisation=organisation,
        maker_id=by.pk,
        secret=secrecy.seal(secret, purpose=PURPOSE),
    )
    return webhook, secret


def _leave_room(organisation: int, what: str) -> None:
    """Each event goes to every one of them."""
    one_at_a_time(f"webhooks of {organisation}")
    if Webhook.objects.filter(organisation=organisation, stopped_at=None).count() >= MOST:
        raise Refusal(f"Your organisation has {MOST} webhooks. Stop one before you {what}")


def must_be_public(address: str) -> None:
    """It is looked at now, so that a mistake is said now; and again each time it is called."""
    try:
        _, host, port, _ = calling.parts_of(address)
        calling.resolved(host, port)
    except calling.NotTaken as error:
        said = f"Enter the public https:// address of your program. {error.words}"
        raise LeadsNowhere(said) from error


def _held(webhook: Webhook) -> Webhook:
    return Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)


@transaction.atomic
def new_secret(*, webhook: Webhook, by: User) -> str:
    """Another secret, said once; for two days the former signs as well."""
    webhook = _held(webhook)
    secret = signing.new_secret()
    webhook.former_secret = " ".join(webhook.sealed[:MOST_FORMER])
    webhook.former_until = timezone.now() + BOTH_FOR
    webhook.secret = secrecy.seal(secret, purpose=PURPOSE)
    webhook.save(update_fields=["secret", "former_secret", "former_until"])
    return secret


@transaction.atomic
def stop(*, webhook: Webhook, by: User) -> Webhook:
    """Nothing more is sent; what waits stays, and goes when it is started again."""
    webhook = _held(webhook)
    if webhook.stopped_at is None:
        webhook.stopped_at, webhook.stopped_by_itself = timezone.now(), False
        webhook.save(update_fields=["stopped_at", "stopped_by_itself"])
    return webhook


@transaction.atomic
def start(*, webhook: Webhook, by: User) -> Webhook:
    """Told again of what happens from now on; what was missed is in the changes feed."""
    webhook = _held(webhook)
    must_be_public(webhook.address)
    if webhook.stopped_at is not None:
        _leave_room(webhook.organisation_id, "start this one")
    webhook.stopped_at = webhook.failing_since = None
    webhook.stopped_by_itself = False
    webhook.save(update_fields=["stopped_at", "stopped_by_itself", "failing_since"])
    return webhook


@transaction.atomic
def send_again(*, delivery: Delivery, by: User) -> Delivery:
    """Once more, under the same id: a receiver that has it knows it."""
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if DeliveryState.QUEUED not in DELIVERY_MOVES[DeliveryState(delivery.state)]:
        raise NotNow("This event is already on its way. Reload the page to see whether it arrived")
    delivery.state = DeliveryState.QUEUED
    delivery.due_at = timezone.now()
    delivery.retry_until = None
    delivery.save(update_fields=["state", "due_at", "retry_until"])
    transaction.on_commit(feed.ring, robust=True)
    return delivery
