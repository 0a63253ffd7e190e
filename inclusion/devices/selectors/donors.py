"""Donors who left a telephone number alone: whoever answers their offer calls them."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from diz_portal.outbox.models import Channel, Message
from inclusion.devices.models import Donation


def _calls() -> QuerySet[Message]:
    return Message.objects.for_staff().filter(channel=Channel.PHONE)


def to_call(user: Any) -> QuerySet[Donation]:
    """Of the offers that the person answers, those whose donor waits to be told by telephone."""
    begins = Concat(Value("donation-"), OuterRef("reference"), Value("-"))
    waits = Exists(_calls().filter(key__startswith=begins))
    # Most offers have an address: of those nothing is looked up.
    return Donation.objects.visible_to(user).filter(waits, email="").exclude(phone="")


def call_waiting(donation: Donation) -> Message | None:
    """What is to be said now: what was true before is overtaken."""
    return _calls().filter(key__startswith=f"donation-{donation.reference}-").last()
