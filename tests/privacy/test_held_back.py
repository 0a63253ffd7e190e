"""Who may not be forgotten yet is not, neither on request nor by night; and nobody else stays."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.privacy import erasure, kinds, nightly
from diz_portal.privacy.kinds import Bearer
from diz_portal.privacy.registers.services import complaints, requests
from inclusion.cases.services import cases
from inclusion.cases.services import needs as need_services
from inclusion.devices.services import devices
from inclusion.models import Case, DataPledge, Donation, Learner, NeedState, Person
from partners.enquiries.models import Enquiry
from partners.models import JoinRequest
from tests.factories.accounts import UserFactory
from tests.factories.inclusion import (
    PersonFactory,
    ReferralFactory,
    a_case,
    a_ready_device,
    team_of,
)
from tests.factories.partners import (
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    caseworker_of,
    manager,
)
from tests.factories.places import PartnershipFactory
from tests.factories.privacy import a_complaint, a_request
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(days=1500)
GIFT = {"name": "Ada", "email": "ada@test.example"}


@pytest.fixture(autouse=True)
def team():
    PartnershipFactory()
    return team_of(OrganisationFactory(), is_default=True)


def long_ago():
    return timezone.now() - LONG_AGO


def resident(team):
    person = PersonFactory(kept_by=team.organisation, name="Ada")
    Person.objects.filter(pk=person.pk).update(created_at=long_ago())
    return person


def account(team):
    return UserFactory(name="Ada", is_active=False, last_login=long_ago(), date_joined=long_ago())


def registration(team):
    person = registered(SeminarFactory(), name="Ada")
    person.seminar.starts_at = long_ago()
    person.seminar.ends_at = long_ago() + timedelta(hours=1)
    person.seminar.save()
    return person


def settled(asked, services):
    day = timezone.localdate() - LONG_AGO
    done = services.withdraw(by=UserFactory(), **asked)
    type(done).objects.filter(pk=done.pk).update(closed_on=day, received_on=day)
    return done


# Of each kind one whose time is up and who may go.
WHOSE_TIME_IS_UP = {
    "resident": resident,
    "account": account,
    "registration": registration,
    "learner": lambda team: Learner.objects.create(email="ada@test.example", used_at=long_ago()),
    "device-gift": lambda team: Donation.objects.create(
        **GIFT, what="A laptop", to=team.organisation, state="declined", settled_at=long_ago()
    ),
    "data-gift": lambda team: DataPledge.objects.create(
        **GIFT, kind="sim", mb=1, state="withdrawn", settled_at=long_ago()
    ),
    "invitation": lambda team: InvitationFactory(sent_at=long_ago(), withdrawn_at=long_ago()),
    "join-request": lambda team: aged(JoinRequestFactory(state="declined")),
    "data-request": lambda team: settled({"request": a_request()}, requests),
    "complaint": lambda team: settled({"complaint": a_complaint()}, complaints),
    "enquiry": lambda team: enquiry(
        team, reply="Yes", replied_at=long_ago(), replied_by=UserFactory()
    ),
}


def enquiry(team, **answered):
    return Enquiry.objects.create(
        **GIFT,
        business="Lea Tools",
        message="Is there room?",
        organisation=team.organisation,
        asked_at=long_ago(),
        due_on=timezone.localdate() - LONG_AGO,
        **answered,
    )


def aged(request):
    JoinRequest.objects.filter(pk=request.pk).update(created_at=long_ago())
    return request


def with_an_open_case(team):
    person = resident(team)
    case = a_case(handled_by=team.organisation, person=person)
    Case.objects.filter(pk=case.pk).update(opened_at=long_ago())
    return person


def who_waits_for_an_answer(team):
    person = resident(team)
    ReferralFactory(to=team.organisation, person=person, submitted_at=long_ago())
    return person


def with_a_device_on_loan(team):
    person, by = resident(team), caseworker_of(team.organisation)
    case = a_case(handled_by=team.organisation, person=person, needs=["device"])
    need = need_services.move(need=case.needs.get(), to=NeedState.APPROVED, by=by)
    device = a_ready_device(by, kept_by=team.organisation)
    devices.reserve(device=device, need=need, by=by)
    devices.issue(
        device=device,
        by=by,
        kind="loan",
        terms="Bring it back.",
        signed_name="Ada",
        due_on=timezone.localdate() + timedelta(days=9),
    )
    need.refresh_from_db()
    need_services.move(need=need, to=NeedState.CONFIRMED, by=by)
    cases.close(case=case, words="", by=by)
    Case.objects.filter(pk=case.pk).update(opened_at=long_ago(), closed_at=long_ago())
    return person


def still_in_an_organisation(team):
    user = account(team)
    MembershipFactory(person=user)
    return user


def with_work_in_hand(team):
    user = account(team)
    a_case(handled_by=team.organisation, assigned_to=user)
    return user


def still_invited(team):
    return InvitationFactory(sent_at=long_ago(), expires_at=timezone.now() + timedelta(days=1))


# Each obstacle: of which kind, how it comes about, and what a person reads. Of those whose time
# counts from when they were settled, the night does not think before.
OBSTACLES = {
    "open case": ("resident", with_an_open_case, "being helped", 1),
    "open referral": ("resident", who_waits_for_an_answer, "is waiting for help", 1),
    "device on loan": ("resident", with_a_device_on_loan, "still on loan", 1),
    "member": ("account", still_in_an_organisation, "still a member of", 1),
    "work in hand": ("account", with_work_in_hand, "still have open work", 1),
    "open invitation": ("invitation", still_invited, "still open", 1),
    "waiting to join": (
        "join-request",
        lambda team: aged(JoinRequestFactory()),
        "has not been decided",
        1,
    ),
    "devices to come": (
        "device-gift",
        lambda team: Donation.objects.create(**GIFT, what="A laptop", to=team.organisation),
        "is still open",
        0,
    ),
    "data to come": (
        "data-gift",
        lambda team: DataPledge.objects.create(**GIFT, kind="sim", mb=1),
        "is still open",
        0,
    ),
    "enquiry without a reply": ("enquiry", enquiry, "has no reply yet", 1),
    "open request": ("data-request", lambda team: a_request(), "still open", 0),
    "open complaint": ("complaint", lambda team: a_complaint(), "still open", 0),
}


def run_of_the_night(kind):
    """Of this kind's records alone: `test_periods_are_kept` runs whole nights over every kind."""
    label = kinds.kind(kind).model._meta.label
    (chosen,) = [each for each in nightly.as_chosen() if each[0].label == label]
    with patch.object(nightly, "as_chosen", lambda: [chosen]):
        (one,) = nightly.run_retention()
    return one.rows, one.held_back, one.problem


def refused(kind, row) -> str:
    with pytest.raises(erasure.CannotErase) as refusal:
        erasure.erase(kind=kind, reference=kinds.kind(kind).reference(row))
    return str(refusal.value)


def bearer(kind, row) -> Bearer | None:
    found = kinds.kind(kind).get(kinds.kind(kind).reference(row))
    return found and kinds.kind(kind).bearer(found)


@pytest.mark.parametrize(("kind", "make", "words", "held_back"), OBSTACLES.values(), ids=OBSTACLES)
def test_what_stands_in_the_way_of_a_request_stands_in_the_way_of_the_night(
    team, kind, make, words, held_back
):
    row = make(team)
    before = bearer(kind, row)

    assert words in refused(kind, row)
    assert run_of_the_night(kind) == (0, held_back, "")

    assert bearer(kind, row) == before != Bearer()


@pytest.mark.parametrize(("kind", "make"), WHOSE_TIME_IS_UP.items(), ids=WHOSE_TIME_IS_UP)
def test_the_night_asks_whatever_comes_to_stand_in_the_way(team, monkeypatch, kind, make):
    row = make(team)
    before = bearer(kind, row)
    asks = replace(kinds.kind(kind), obstacles=[lambda row: "A court asks."])

    with monkeypatch.context() as changed:
        changed.setitem(kinds._kinds, kind, asks)
        assert refused(kind, row) == "A court asks."
        assert run_of_the_night(kind) == (0, 1, "")
        assert bearer(kind, row) == before

    assert run_of_the_night(kind) == (1, 0, "")
    assert bearer(kind, row) != before
    assert run_of_the_night(kind) == (0, 0, "")


def test_each_obstacle_and_each_kind_that_the_night_forgets_is_tried():
    by_night = {retention.kind for _, retention in nightly.periods() if retention.kind}

    assert set(WHOSE_TIME_IS_UP) == by_night
    assert {kind for kind, *_ in OBSTACLES.values()} == {
        one.name for one in kinds.kinds() if one.obstacles
    }


def test_no_period_goes_round_the_obstacles_of_its_kind():
    periods = {one.model: retention for one, retention in nightly.periods()}

    round_them = [
        one.name
        for one in kinds.kinds()
        if one.obstacles and one.model in periods and periods[one.model].kind != one.name
    ]

    assert round_them == []


def test_managers_read_how_many_are_held_back(team, client):
    with_an_open_case(team)
    nightly.run_retention()
    client.force_login(manager())

    page = client.get(reverse("privacy:retention")).content.decode()

    assert "1 kept last night" in page
    assert "Residents who ask for help 0 (1 kept)" in page
