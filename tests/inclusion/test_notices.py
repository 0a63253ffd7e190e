"""Who is told what, and how little."""

import pytest

from diz_portal.outbox.models import Message
from inclusion.cases.services import cases, referrals
from inclusion.cases.services.redaction import forget
from inclusion.models import Notice, Telling
from tests.factories.partners import contributor_of
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(surgery):
    return contributor_of(surgery)


def refer(surgery, sharing, nurse, **person):
    return referrals.submit(
        kind="partner",
        made_by=surgery,
        sharing=sharing,
        person={"name": "Ada Example", **person},
        wanted=[],
        their_reference="NHS-1",
        story="She is afraid of her stairs.",
        by=nurse,
    )


def letters(nurse) -> list[Message]:
    return list(Message.objects.filter(to=nurse.email).order_by("pk"))


def test_the_referrer_learns_the_reference_and_the_outcome_only(
    team, surgery, sharing, nurse, caseworker
):
    referral = refer(surgery, sharing, nurse)
    case = referrals.accept(referral=referral, by=caseworker)
    cases.close(case=case, words="She has a tablet.", by=caseworker, close_anyway=True)

    told = letters(nurse)
    assert [one.subject for one in told] == [
        f"Referral accepted: {referral.reference}",
        f"Referral completed: {referral.reference}",
    ]
    for one in told:
        for secret in ("Ada", "NHS-1", "stairs", "tablet", case.reference):
            assert secret not in one.subject + one.words


def test_the_referrer_learns_why_a_referral_is_declined(team, surgery, sharing, nurse, caseworker):
    referral = refer(surgery, sharing, nurse)
    referrals.decline(
        referral=referral, reason="outside", words="Ask Essex about Ada.", by=caseworker
    )

    (letter,) = letters(nurse)
    assert "lives outside the area" in letter.words
    assert not says(letter.words, "Ada")


def test_a_person_who_prefers_email_is_written_to(team, surgery, sharing, nurse):
    referral = refer(surgery, sharing, nurse, contact_by="email", email="ada@mail.example")

    assert referral.notice == Notice.SENT
    message = Message.objects.get(to="ada@mail.example")
    assert surgery.name in message.words
    assert not says(message.subject, "Ada")


@pytest.mark.parametrize("way", ["phone", "letter", "text"])
def test_a_person_whom_no_machine_reaches_is_told_by_the_team(
    team, surgery, sharing, nurse, caseworker, way
):
    """A letter or a call in the outbox would show a manager whom we help."""
    referral = refer(
        surgery,
        sharing,
        nurse,
        contact_by=way,
        phone="+447700900123",
        address="1 High Street",
        email="ada@mail.example",
    )
    assert referral.notice == Notice.BY_HAND
    assert not Message.objects.exists()

    waiting = Telling.objects.visible_to(caseworker).waiting().get()
    assert (waiting.step, waiting.channel) == ("referred", "letter" if way == "letter" else "phone")


def test_a_person_who_prefers_texts_gets_one_where_they_can_be_sent(
    team, surgery, sharing, nurse, monkeypatch
):
    monkeypatch.setattr("diz_portal.outbox.notify.can_text", lambda: True)

    referral = refer(surgery, sharing, nurse, contact_by="text", phone="+447700900123")

    assert referral.notice == Notice.SENT
    assert Message.objects.get().channel == "text"


def test_forget_empties_every_letter_about_the_person(team, surgery, sharing, nurse, caseworker):
    referral = refer(surgery, sharing, nurse, contact_by="email", email="ada@mail.example")
    case = referrals.accept(referral=referral, by=caseworker)
    cases.close(case=case, words="Done.", by=caseworker)

    forget(person=case.person)

    assert not Message.objects.exclude(body="", to="").exists()
