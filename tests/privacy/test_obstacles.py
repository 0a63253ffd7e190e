"""What stands in the way of an erasure is asked of every kind, and its mail goes with it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.outbox.models import Message
from diz_portal.privacy import erasure, in_work, kinds, registry
from diz_portal.privacy.models import Decision
from inclusion.models import Donation
from partners.models import Invitation, Membership
from projects.models import Risk
from tests.factories.inclusion import PersonFactory, a_case
from tests.factories.outbox import MessageFactory
from tests.factories.partners import (
    InvitationFactory,
    MembershipFactory,
    OrganisationFactory,
)
from tests.factories.reporting import RiskFactory

pytestmark = pytest.mark.django_db


def test_erase_refuses_what_an_obstacle_keeps_and_says_why():
    gift = Donation.objects.create(
        kind="individual", what="A laptop", name="Ada Example", to=OrganisationFactory()
    )

    with pytest.raises(erasure.CannotErase) as refused:
        erasure.erase(kind="device-gift", reference=gift.reference)

    assert refused.value.message == "This offer is still open. Receive it or decline it first"
    gift.refresh_from_db()
    assert gift.name == "Ada Example"
    assert not Decision.objects.exists()


def test_forget_asks_of_the_record_as_it_is_now():
    gift = Donation.objects.create(
        kind="individual",
        what="A laptop",
        name="Ada Example",
        to=OrganisationFactory(),
        state="declined",
        settled_at=timezone.now(),
    )
    found = erasure.record("device-gift", gift.reference)
    assert found is not None
    assert not found.obstacle
    # A colleague takes it up again while somebody looks at the page that asks.
    Donation.objects.filter(pk=gift.pk).update(state="offered", settled_at=None)

    with pytest.raises(erasure.CannotErase):
        erasure.forget(found)

    gift.refresh_from_db()
    assert gift.name == "Ada Example"


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


def test_mail_of_a_record_is_what_went_to_its_person_by_any_way():
    person = PersonFactory(email="ada@x.example", phone="07700 900123")
    one = erasure.record("resident", person.reference)
    assert one is not None
    (prefix, *_) = one.kind.mail(person)
    email = MessageFactory(key=f"{prefix}1", to="Ada@X.example")
    text = MessageFactory(key=f"{prefix}2", channel="text", to="07700900123")
    letter = MessageFactory(key=f"{prefix}3", channel="letter", to="", postal_address="1 High St")
    MessageFactory(key=f"{prefix}4", to="caseworker@council.example")
    MessageFactory(key="person-other-1", to="ada@x.example")

    assert erasure.messages_about(one) == [email, text, letter]


def test_mail_of_a_record_without_an_address_is_nobody_elses():
    person = PersonFactory()
    one = erasure.record("resident", person.reference)
    assert one is not None
    (prefix, *_) = one.kind.mail(person)
    MessageFactory(key=f"{prefix}1", to="caseworker@council.example")

    assert erasure.messages_about(one) == []


def test_what_somebody_acted_in_is_counted_by_kind_without_its_history():
    membership, invitation = MembershipFactory(), InvitationFactory()
    person = membership.person
    invitation.invited_by = person
    invitation.save()

    assert in_work.acted_in(person) == {
        registry.declaration_of(Membership).what: 1,
        registry.declaration_of(Invitation).what: 1,
    }


@pytest.mark.parametrize("typed", ["01279 446 611", "(01279) 446611", "+44 1279 446 611 ext. 4"])
def test_number_of_a_contact_is_found_in_the_words_of_the_work_as_a_name_is(typed):
    risk = RiskFactory(mitigation=f"Call Priya Shah on {typed} before noon.")
    RiskFactory(mitigation="Order 1279446612, and 446611 metres of duct.")
    (what,) = {registry.declaration_of(Risk).what}

    for wanted in ("01279 446611", "Priya Shah"):
        assert in_work.mentions(kinds.Wanted.of(wanted)) == [
            in_work.Mention(what, 1, (reverse("admin:projects_risk_change", args=[risk.pk]),))
        ]
