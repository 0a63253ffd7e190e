"""What stands in the way of an erasure is asked of every kind, and its mail goes with it."""

import pytest
from django.utils import timezone

from diz_portal.outbox.models import Message
from diz_portal.privacy import erasure, kinds
from diz_portal.privacy.models import Decision
from inclusion.models import Donation
from partners.models import Invitation
from tests.factories.inclusion import PersonFactory, a_case
from tests.factories.outbox import MessageFactory
from tests.factories.partners import InvitationFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_erase_refuses_what_an_obstacle_keeps_and_says_why():
    gift = Donation.objects.create(
        kind="individual", what="A laptop", name="Ada Example", to=OrganisationFactory()
    )

    with pytest.raises(erasure.CannotErase) as refused:
        erasure.erase(kind="device-gift", reference=gift.reference)

    assert refused.value.message == "The gift is still being arranged. Settle it first."
    gift.refresh_from_db()
    assert gift.name == "Ada Example"
    assert not Decision.objects.exists()


def test_erase_says_that_a_resident_is_still_helped():
    person = PersonFactory(name="Ada Example")
    a_case(handled_by=person.kept_by, person=person)

    with pytest.raises(erasure.CannotErase) as refused:
        erasure.erase(kind="resident", reference=person.reference)

    (obstacle,) = kinds.kind("resident").obstacles
    assert refused.value.message == obstacle(person) != ""


def test_erase_takes_the_mail_with_the_record():
    now = timezone.now()
    invitation = InvitationFactory(withdrawn_at=now)
    prefix = f"invitation-{invitation.reference}-"
    sent = MessageFactory(key=f"{prefix}1", state="sent", sent_at=now, to=invitation.email)
    waiting = MessageFactory(key=f"{prefix}2", to=invitation.email)
    of_somebody_else = MessageFactory(key="invitation-other-1")

    erasure.erase(kind="invitation", reference=invitation.reference)

    assert not Invitation.objects.exists()
    assert not Message.objects.filter(pk=waiting.pk).exists()
    sent.refresh_from_db()
    assert (sent.to, sent.subject, sent.body) == ("", "", "")
    of_somebody_else.refresh_from_db()
    assert of_somebody_else.body
