"""A team accepts all of a partner's list in one step, but for those whom it may know already."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.imports.models import ImportAction, ImportState
from diz_portal.outbox.models import Message
from inclusion.cases.selectors import cases
from inclusion.cases.services import people, referrals
from inclusion.landline.clients import selectors, services
from inclusion.models import (
    Case,
    ClientList,
    ClientRow,
    Landline,
    Person,
    Referral,
    ReferralState,
    Telling,
)
from tests.factories.inclusion import ReferralFactory, team_of
from tests.factories.partners import caseworker_of, lead_of, manager
from tests.words import says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]
BORN = date(1938, 3, 2)
PHONE = "+441632960123"


@pytest.fixture
def sender(surgery):
    return lead_of(surgery)


@pytest.fixture
def applied(surgery, sender, team, sharing):
    """A list that was applied, of so many people; each of `known` has what it says of a person."""

    def make(*people, to=None) -> ClientList:
        batch = ClientList.objects.create(
            organisation=surgery,
            lawful_basis="public_task",
            told_by="The telecare team",
            told_on=timezone.localdate(),
            file_name="clients.csv",
            sha256="0" * 64,
            state=ImportState.APPLIED,
            applied_by=sender,
            applied_at=timezone.now(),
        )
        for number, person in enumerate(people, 2):
            referral = referrals.submit(
                kind="partner",
                person=person,
                sharing=sharing,
                wanted=["landline"],
                team=to or team,
                made_by=surgery,
                by=sender,
            )
            ClientRow.objects.create(
                batch=batch, number=number, action=ImportAction.CREATE, record_id=referral.pk
            )
        return batch

    return make


def someone(name="Ada Example", **more) -> dict:
    return {"name": name, "contact_by": "phone", **more}


def accept_all(batch, by) -> int:
    shown = selectors.decision(batch, by).mark
    return services.accept_all(batch=batch, shown=shown, by=by)


def test_everybody_is_accepted_and_told_as_one_is(applied, caseworker, team):
    batch = applied(
        someone("Ada Example", phone=PHONE),
        someone("Ben Example", contact_by="email", email="ben@example.org"),
    )

    assert accept_all(batch, caseworker) == 2

    assert set(Referral.objects.values_list("state", flat=True)) == {ReferralState.ACCEPTED}
    assert set(Case.objects.values_list("handled_by", flat=True)) == {team.organisation_id}
    assert Landline.objects.filter(need__kind="landline").count() == 2
    told = Telling.objects.filter(step="accepted").values_list("channel", "outcome")
    assert set(told) == {("phone", ""), ("email", "sent")}


def test_the_sender_gets_one_message_that_names_nobody(applied, caseworker, sender, team):
    batch = applied(someone("Ada Quince"), someone("Ben Quince"), someone("Cy Quince"))

    accept_all(batch, caseworker)

    (message,) = Message.objects.filter(to=sender.email)
    assert "3 referrals from the list" in message.body
    assert str(team.organisation) in message.body
    assert "Quince" not in message.body


def test_whom_the_team_may_know_waits_for_a_person(applied, caseworker, team):
    ReferralFactory(to=team.organisation, person__name="Ada Example", person__date_of_birth=BORN)
    batch = applied(someone(date_of_birth=BORN), someone("Ben Example"))

    found = selectors.decision(batch, caseworker)
    accept_all(batch, caseworker)

    assert [one.person.name for one in found.one_by_one] == ["Ada Example"]
    left = Referral.objects.get(made_by=batch.organisation, state=ReferralState.SUBMITTED)
    assert left.person.name == "Ada Example"


def test_a_couple_on_one_list_with_one_telephone_is_not_one_person(applied, caseworker):
    batch = applied(someone("Ada Example", phone=PHONE), someone("Ben Example", phone=PHONE))

    assert len(selectors.decision(batch, caseworker).together) == 2


def test_a_name_twice_on_one_list_with_one_telephone_is_asked_about(applied, caseworker):
    batch = applied(someone(phone=PHONE, date_of_birth=BORN), someone(phone=PHONE))

    assert len(selectors.decision(batch, caseworker).one_by_one) == 2


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"date_of_birth": BORN}, {"date_of_birth": BORN}),
        ({"phone": PHONE}, {"phone": "01632 960123", "name": "Somebody Else"}),
        ({"email": "a@example.org"}, {"email": "A@example.org", "name": "Somebody Else"}),
        ({"date_of_birth": BORN}, {"date_of_birth": date(1938, 3, 3)}),
        ({}, {}),
        ({"phone": "12"}, {"phone": "12"}),
    ],
)
def test_many_are_compared_as_one_is(team, mine, theirs):
    one, _ = (
        people.write(kept_by=team.organisation, **{"name": "Ada Example", **facts})
        for facts in (mine, theirs)
    )

    found = people.likely_known(list(Person.objects.order_by("pk")))

    assert found[one.pk] == {each.person.pk for each in cases.likely_same(one)}


def test_only_what_was_shown_is_accepted(applied, caseworker, team):
    batch = applied(someone(date_of_birth=BORN), someone("Ben Example"))
    shown = selectors.decision(batch, caseworker).mark
    ReferralFactory(to=team.organisation, person__name="Ada Example", person__date_of_birth=BORN)

    with pytest.raises(services.ChangedSince):
        services.accept_all(batch=batch, shown=shown, by=caseworker)

    assert not Case.objects.exists()


def test_all_or_none(applied, caseworker, monkeypatch):
    batch = applied(someone("Ada Example"), someone("Ben Example"))
    whole, seen = referrals.accept, []

    def accept(**given):
        seen.append(given)
        if len(seen) == 2:
            raise referrals.AlreadyAnswered
        return whole(**given)

    monkeypatch.setattr(referrals, "accept", accept)

    with pytest.raises(referrals.AlreadyAnswered):
        accept_all(batch, caseworker)

    assert not Case.objects.exists()


def test_a_team_decides_its_own_part_of_a_list(applied, caseworker):
    elsewhere = team_of()
    batch = applied(someone("Ada Example"))
    there = referrals.submit(
        kind="self",
        person=someone("Ben Example"),
        sharing=referrals.Sharing("consent"),
        wanted=["landline"],
        team=elsewhere,
    )
    ClientRow.objects.create(batch=batch, number=9, action="create", record_id=there.pk)

    assert accept_all(batch, caseworker) == 1

    there.refresh_from_db()
    assert there.state == ReferralState.SUBMITTED


# The page ------------------------------------------------------------------------


def url(batch) -> str:
    return reverse("inclusion_workspace:landline_list", args=[batch.reference])


def test_the_list_is_offered_where_referrals_wait_and_accepted_on_its_page(
    applied, caseworker, client
):
    batch = applied(someone("Ada Example"), someone("Ben Example"))
    client.force_login(caseworker)
    for name in ("waiting", "landlines"):
        page = client.get(reverse(f"inclusion_workspace:{name}")).content.decode()
        assert url(batch) in page
    page = client.get(url(batch))
    assert says(page.content.decode(), "Accept 2 referrals")
    assert "Ada Example" not in page.content.decode()

    response = client.post(url(batch), {"shown": page.context["found"].mark}, follow=True)

    assert "2 referrals accepted" in response.content.decode()
    assert url(batch) not in response.content.decode()
    assert says(client.get(url(batch)).content.decode(), "No referrals awaiting decision")


def test_a_page_that_is_old_says_so_and_can_then_be_sent(applied, caseworker, client):
    batch = applied(someone("Ada Example"), someone("Ben Example"))
    client.force_login(caseworker)
    old = client.get(url(batch)).context["found"].mark
    referrals.decline(
        referral=Referral.objects.order_by("pk")[0], reason="not_wanted", by=caseworker
    )

    again = client.post(url(batch), {"shown": old})

    assert again.status_code == 422
    text = again.content.decode()
    assert says(text, "the list has changed since you opened this page")
    mark = again.context["found"].mark
    assert f'value="{mark}"' in text
    assert client.post(url(batch), {"shown": mark}).status_code == 302


def test_nobody_else_knows_of_it(applied, client, sender):
    batch = applied(someone())

    for reader, status in (
        (caseworker_of(team_of().organisation), 404),
        (sender, 403),
        (manager(), 403),
    ):
        client.force_login(reader)
        assert client.get(url(batch)).status_code == status
