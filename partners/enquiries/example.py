"""Enquiries of the example: two wait for a reply, one of them late; one is answered. The businesses
and the people are invented."""

from datetime import date, timedelta

from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.demo import example
from partners.models import Organisation

from . import services
from .models import Enquiry

LATE, ANSWERED, NEW = 12, 20, 2


@example("Enquiries from businesses", order=72)
def load(today: date) -> str:
    manager = User.objects.get(email="manager@diz.example")
    relocating = _asked(
        LATE,
        business="Copper Heron Coffee Roasters",
        name="Iris Tanqueray",
        email="iris@copperheron.example",
        message="We roast coffee in London and would like to move to Harlow next spring, with 14 "
        "people. We need about 600 square metres and an upload speed of 500 Mbit/s for our online "
        "tastings. Which industrial areas have full fibre?",
    )
    services.hand_on(
        enquiry=relocating, organisation=Organisation.objects.get(slug="harlow-council"), by=manager
    )
    answered = _asked(
        ANSWERED,
        business="Nightjar Models",
        name="Rowan Abernethy",
        email="rowan@nightjar.example",
        message="We build models for museums, at present in Bedford, and are looking at units near "
        "Bishop’s Stortford. Can we order a leased line there, and how long does it take?",
    )
    services.reply(
        enquiry=answered,
        text="Yes: suppliers offer leased lines in both industrial areas near the station. It "
        "usually takes 3 to 4 months, longer where the road has to be opened. Full fibre is "
        "planned for the first area in spring. We would be glad to show you both.",
        by=manager,
    )
    Enquiry.objects.filter(pk=answered.pk).update(
        replied_at=timezone.now() - timedelta(days=ANSWERED - 3)
    )
    _asked(
        NEW,
        business="Saffron Lane Nursery",
        name="Jo Ferreira",
        email="jo@saffronlane.example",
        message="We grow plants for gardens near Saffron Walden and sell most of them online. Our "
        "line is too slow for our shop. Is anything faster planned here, and is there a voucher?",
    )
    waiting = Enquiry.objects.waiting().count()
    return f"{Enquiry.objects.count()} enquiries, {waiting} of them without a reply"


def _asked(days_ago: int, **asked: str) -> Enquiry:
    """As if it had come then: its reply is due so many working days after."""
    at = timezone.now() - timedelta(days=days_ago)
    made = services.enquire(**asked)
    made.asked_at, made.due_on = at, services.due_on(timezone.localdate(at))
    made.save(update_fields=["asked_at", "due_on"])
    return made
