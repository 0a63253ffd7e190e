"""Looking at a record: hidden until details are shown, and each look recorded."""

from datetime import timedelta

import pgtrigger
import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.outbox.models import Message
from inclusion.cases.services import openings
from inclusion.models import (
    EMERGENCY_KINDS,
    REASONS_OF,
    Case,
    CaseOpening,
    EmergencyReason,
    OpeningKind,
)
from tests.factories.inclusion import CaseFactory, ReferralFactory
from tests.factories.inclusion import named as name_lead
from tests.factories.partners import caseworker_of, viewer_of
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(team):
    return CaseFactory(handled_by=team.organisation, person__name="Ada Example")


@pytest.fixture
def lead(team):
    """The named safeguarding lead, who is no caseworker."""
    lead = viewer_of(team.organisation, name="Sade Guard")
    name_lead(team, lead)
    return lead


WHY = "A neighbour rang: no answer for 2 days."


def broken(case, by, kind="safeguarding", ground="harm", reason=WHY) -> CaseOpening:
    return openings.use_emergency_access(case=case, kind=kind, ground=ground, reason=reason, by=by)


def an_hour_later(opening) -> None:
    with pgtrigger.ignore("inclusion.CaseOpening:append_only"):
        CaseOpening.objects.filter(pk=opening.pk).update(at=timezone.now() - timedelta(minutes=61))


def test_an_opening_lasts_an_hour_and_is_then_written_again(case, caseworker):
    first = openings.log_opening(case=case, by=caseworker)
    assert openings.lasting(case=case, by=caseworker) == first
    an_hour_later(first)

    assert openings.lasting(case=case, by=caseworker) is None
    assert openings.log_opening(case=case, by=caseworker) != first


def test_an_opening_is_of_one_person_and_one_record(case, team, caseworker):
    openings.log_opening(case=case, by=caseworker)
    referral = ReferralFactory(to=team.organisation)

    assert openings.lasting(case=case, by=caseworker_of(team.organisation)) is None
    assert openings.lasting(referral=referral, by=caseworker) is None


def test_finding_a_case_by_its_reference_does_not_open_it(case):
    stranger = caseworker_of()

    openings.log_opening(case=case, by=stranger, kind=OpeningKind.FOUND)

    assert openings.lasting(case=case, by=stranger) is None
    assert not Case.objects.readable_by(stranger).exists()


def test_emergency_access_lets_the_named_lead_read_for_an_hour(case, lead):
    assert not Case.objects.readable_by(lead).exists()

    opening = broken(case, lead)

    assert list(Case.objects.readable_by(lead)) == [case]
    assert lead.has_perm("inclusion.see_case", case)
    assert not Case.objects.visible_to(lead).exists()
    an_hour_later(opening)
    assert not Case.objects.readable_by(lead).exists()
    assert not lead.has_perm("inclusion.see_case", case)


def test_emergency_access_ends_when_the_lead_is_no_longer_named(case, lead, team):
    broken(case, lead)
    team.safeguarding_lead = None
    team.save()

    again = type(lead).objects.get(pk=lead.pk)
    assert not Case.objects.readable_by(again).exists()


def test_emergency_access_tells_the_team_and_names_nobody_who_is_helped(case, lead, caseworker):
    broken(case, lead, reason="Ada is in danger, a neighbour says.")

    message = Message.objects.get(template="inclusion/emergency_access")
    assert message.to == caseworker.email
    words = message.subject + message.words
    assert case.reference in words
    assert "Sade Guard" in words
    assert "Reason: Someone may be at risk of harm" in words
    assert not says(words, "Ada")
    assert mail.outbox == []


@pytest.mark.parametrize("kind", ["data_protection", "team", "found"])
def test_emergency_access_is_refused_in_any_other_role(case, lead, kind):
    with pytest.raises(Refusal):
        broken(case, lead, kind=kind)

    assert not CaseOpening.objects.exists()


POINTLESS = [
    "  ",
    "because",
    "x" * 20,
    "-" * 60,
    "a  " * 30,
    "no no no no no no no no no",
    f"is  {' ' * 30} so",
]


@pytest.mark.parametrize("reason", POINTLESS)
def test_emergency_access_asks_for_a_reason_that_says_something(case, lead, reason):
    with pytest.raises(openings.GivesNoReason):
        broken(case, lead, reason=reason)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseOpening.objects.create(
            case=case, by=lead, kind="safeguarding", ground="harm", reason=reason
        )


@pytest.mark.parametrize("ground", ["", "request", "breach", "because"])
def test_emergency_access_asks_for_a_reason_of_its_role(case, lead, ground):
    with pytest.raises(openings.ReasonDoesNotFit):
        broken(case, lead, ground=ground)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseOpening.objects.create(
            case=case, by=lead, kind="safeguarding", ground=ground, reason=WHY
        )


def test_every_right_has_grounds_and_every_ground_a_right():
    assert set(REASONS_OF) == set(EMERGENCY_KINDS)
    assert {one for grounds in REASONS_OF.values() for one in grounds} == set(EmergencyReason)


@pytest.mark.parametrize("ground", EmergencyReason.values)
def test_every_reason_is_taken_by_the_service_and_by_the_database(case, lead, team, ground):
    name_lead(team, lead, "data_protection")
    for kind, grounds in REASONS_OF.items():
        if ground in grounds:
            assert broken(case, lead, kind=kind, ground=ground).ground == ground


def test_emergency_access_is_refused_to_the_lead_of_another_organisation(lead):
    other = CaseFactory()

    with pytest.raises(Refusal):
        broken(other, lead)
