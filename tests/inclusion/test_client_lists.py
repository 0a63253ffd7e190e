"""A partner's list of people to call about a landline: checked, applied, told, undone."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from diz_portal.imports import jobs
from diz_portal.imports import services as imports
from diz_portal.imports.models import ImportState
from inclusion.cases.services import redaction, referrals
from inclusion.landline.clients import services
from inclusion.landline.clients.imports import MOST
from inclusion.models import (
    ClientList,
    ClientRow,
    Landline,
    Person,
    Referral,
    ReferralState,
    ReferringPartner,
    Telling,
)
from partners.models import Agreement
from tests.factories.inclusion import team_of
from tests.factories.partners import OrganisationFactory, lead_of
from tests.words import says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]
HEAD = "Name,Date of birth,Phone number,Address,Postcode,How to contact them,Client ID"
ADA = 'Ada Example,02/03/1938,01632 960123,"1 High Street, Harlow",{code},call,T-1'
BEN = 'Ben Example,,,"2 High Street, Harlow",{code},,T-2'


@pytest.fixture
def sender(surgery):
    return lead_of(surgery)


@pytest.fixture
def told() -> dict:
    today = timezone.localdate()
    return {"lawful_basis": "public_task", "told_by": "The telecare team", "told_on": today}


@pytest.fixture
def check(surgery, sender, told, postcode):
    """Upload a file of these rows and look at it."""

    def make(*rows, head=HEAD) -> ClientList:
        text = "\n".join([head, *(row.format(code=postcode) for row in rows)])
        file = SimpleUploadedFile("clients.csv", text.encode())
        batch = services.upload(organisation=surgery, file=file, by=sender, **told)
        jobs.run("inclusion.ClientList", batch.pk)
        batch.refresh_from_db()
        return batch

    return make


def apply(batch, by) -> ClientList:
    imports.apply(batch=batch, by=by)
    jobs.run("inclusion.ClientList", batch.pk)
    batch.refresh_from_db()
    return batch


def undo(batch, by) -> ClientList:
    imports.undo(batch=batch, by=by)
    jobs.run("inclusion.ClientList", batch.pk)
    batch.refresh_from_db()
    return batch


def counts(batch) -> dict:
    names = ("create", "unchanged", "error")
    return {name: batch.summary.get(name, 0) for name in names if batch.summary.get(name)}


def first_error(batch) -> str:
    return batch.rows.filter(action="error").first().errors[0]["message"]


def test_each_person_is_referred_to_their_team_and_told(check, sender, surgery, team):
    batch = check(ADA, BEN)
    assert counts(batch) == {"create": 2}
    assert not Referral.objects.exists()

    batch = apply(batch, sender)

    assert batch.state == ImportState.APPLIED
    ada, ben = Referral.objects.order_by("pk")
    assert (ada.to, ada.made_by, ada.wanted) == (team.organisation, surgery, ["landline"])
    assert (ada.their_reference, ada.told_by, ada.kind) == ("T-1", "The telecare team", "partner")
    assert ada.person.date_of_birth == date(1938, 3, 2)
    assert (ada.person.contact_by, ben.person.contact_by) == ("phone", "letter")
    assert set(Telling.objects.values_list("step", "channel")) == {
        ("referred", "phone"),
        ("referred", "letter"),
    }


def test_a_need_to_call_about_follows_when_the_team_accepts(check, sender, caseworker):
    apply(check(ADA), sender)

    case = referrals.accept(referral=Referral.objects.get(), by=caseworker)

    assert Landline.objects.get().need.case == case


def test_the_same_list_twice_refers_nobody_twice(check, sender):
    apply(check(ADA), sender)
    told = Telling.objects.count()

    again = check(ADA)

    assert counts(again) == {"unchanged": 1}
    assert Referral.objects.count() == 1
    assert Telling.objects.count() == told


@pytest.mark.parametrize(
    "row",
    [
        'Ben Example,,,"2 High Street, Harlow",{code},,',
        "Ben Example,,,,{code},email,T-2",
        "Ben Example,,,,{code},email,",
    ],
)
def test_who_has_neither_phone_nor_birth_date_is_not_referred_twice(check, sender, row):
    head = f"{HEAD},Email"
    apply(check(f"{BEN},ben@test.example", head=head), sender)

    again = check(f"{row},BEN@test.example", head=head)

    assert counts(again) == {"unchanged": 1}


def test_one_person_twice_in_a_list_without_a_phone_is_named(check):
    batch = check(BEN, 'Ben Example,,,"2, High Street Harlow",{code},,')

    assert first_error(batch) == "Rows 2 and 3 are the same person. Leave one of them out"


def test_two_people_of_one_name_and_address_are_two(check):
    """Told apart by their dates of birth, or by what the partner calls them."""
    head = "Name,Date of birth,Address,Postcode,Client ID"
    street = '"2 High Street, Harlow",{code}'
    batch = check(
        f"Ben Example,01/02/1938,{street},",
        f"Ben Example,03/04/1965,{street},",
        f"Cem Example,,{street},T-1",
        f"Cem Example,,{street},T-2",
        head=head,
    )

    assert counts(batch) == {"create": 4}


def test_the_partner_does_not_learn_whom_the_team_knows(check, sender, team):
    Person.objects.create(
        kept_by=team.organisation, name="Ada Example", date_of_birth=date(1938, 3, 2)
    )

    batch = check(ADA)

    # The team is asked, when it decides, whether the two are one person.
    assert counts(batch) == {"create": 1}


@pytest.mark.parametrize(
    ("rows", "says_what"),
    [
        ((",02/03/1938,01632 960123,,{code},,",), "Enter the person’s name"),
        (("Ada Example,,,,{code},,",), "Enter a phone number, address or email"),
        (("Ada Example,,01632 960123,,{code},letter,",), "Enter what reaches them by letter"),
        (("Ada Example,,01632 960123,,{code},text,",), "Enter a mobile number"),
        (("Ada Example,,01632 960123,,{code},pigeon,",), "is not a way to contact someone"),
        (("Ada Example,,12,,{code},,",), "is not a phone number"),
        (("Ada Example,,01632 960123,,ZZ,,",), "is not a postcode"),
        (("Ada Example,02/03/2090,01632 960123,,{code},,",), "in the past"),
        ((ADA, ADA), "are the same person"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_referred(check, rows, says_what):
    batch = check(*rows)

    assert says_what in first_error(batch)
    assert not Referral.objects.exists()


def test_nothing_is_taken_in_without_an_agreement(surgery, sender, told):
    Agreement.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    file = SimpleUploadedFile("clients.csv", b"Name\nAda")

    with pytest.raises(referrals.MayNotRefer):
        services.upload(organisation=surgery, file=file, by=sender, **told)

    assert not ClientList.objects.exists()


def test_an_agreement_that_ends_after_the_preview_refers_nobody(check, sender):
    batch = check(ADA)
    Agreement.objects.update(expires_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(Exception, match="data sharing agreement"):
        apply(batch, sender)

    assert not Referral.objects.exists()


def test_a_team_without_an_agreement_is_named(check, team, surgery):
    agreement = Agreement.objects.get()
    agreement.parties.set([surgery, team_of(OrganisationFactory()).organisation])

    assert "no current data sharing agreement with" in first_error(check(ADA))


def test_more_people_than_may_be_open_are_refused(check, surgery):
    ReferringPartner.objects.create(organisation=surgery, most_open=1)

    batch = check(ADA, BEN)

    assert batch.state == ImportState.FAILED
    assert "your limit leaves room for 1 more open referrals" in batch.problem
    assert MOST == 500


def test_undoing_withdraws_and_the_people_are_told(check, sender):
    batch = apply(check(ADA), sender)

    batch = undo(batch, sender)

    assert batch.state == ImportState.UNDONE
    assert Referral.objects.get().state == ReferralState.WITHDRAWN
    assert Telling.objects.filter(step="withdrawn").exists()


def test_undoing_is_refused_once_a_team_has_decided(check, sender, caseworker):
    batch = apply(check(ADA, BEN), sender)
    referrals.accept(referral=Referral.objects.first(), by=caseworker)

    batch = undo(batch, sender)

    assert batch.state == ImportState.APPLIED
    assert "has been decided since" in batch.problem
    assert Referral.objects.filter(state="withdrawn").count() == 0


def test_erasing_a_person_takes_them_out_of_the_list(check, sender, caseworker):
    apply(check(ADA), sender)
    referral = Referral.objects.get()
    referrals.decline(referral=referral, reason="elsewhere", by=caseworker)

    redaction.forget(person=referral.person)

    row = ClientRow.objects.get()
    assert (row.values, row.label) == ({}, "")


# The pages -----------------------------------------------------------------------


def test_the_form_refuses_who_may_not_refer_with_the_reason(client, sender):
    client.force_login(sender)
    assert client.get(reverse("client_lists:new")).status_code == 200
    Agreement.objects.all().delete()

    page = client.get(reverse("client_lists:new")).content.decode()

    assert says(page, "agreement")
    assert client.post(reverse("client_lists:new")).status_code == 422


def test_a_list_is_uploaded_on_its_page(client, sender, surgery, told, postcode):
    client.force_login(sender)
    day = told["told_on"]
    data = {
        "organisation": surgery.pk,
        "lawful_basis": "public_task",
        "told_by": "The telecare team",
        "told_on_0": day.day,
        "told_on_1": day.month,
        "told_on_2": day.year,
        "supplier": "",
        "file": SimpleUploadedFile("a.csv", f"{HEAD}\n{ADA.format(code=postcode)}".encode()),
    }

    response = client.post(reverse("client_lists:new"), data)

    batch = ClientList.objects.get()
    assert response.url == reverse("client_lists:import", args=[batch.reference])
    assert batch.organisation == surgery
