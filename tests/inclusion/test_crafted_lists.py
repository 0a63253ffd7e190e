"""A partner's list that somebody has made on purpose: formulas, far too many rows, one person in
many spellings, people and organisations that are not the partner's."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from diz_portal.imports import jobs
from diz_portal.imports.models import ImportState
from diz_portal.spreadsheets import csv_response
from inclusion.landline.clients import services
from inclusion.models import ClientList, ClientRow, Person, Referral
from tests.factories.inclusion import team_of
from tests.factories.partners import OrganisationFactory, lead_of
from tests.factories.places import DistrictFactory, PostcodeFactory

from .test_client_lists import ADA, apply, check, counts, first_error, sender, told

__all__ = ["check", "sender", "told"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK(""https://evil.example"",""Ada"")',
        "Ada www.evil.example",
        "ada@evil.example",
    ],
)
def test_a_name_that_is_an_address_greets_nobody(check, name):
    batch = check(f'"{name}",,01632 960124,,{{code}},call,T-9')

    assert counts(batch) == {"error": 1}
    assert "is not a name" in first_error(batch)


def test_a_formula_is_text_here_and_in_every_file_that_leaves(check, sender):
    batch = apply(check("=1+2,,01632 960124,,{code},call,=cmd|x"), sender)

    assert batch.state == ImportState.APPLIED
    referral = Referral.objects.get()
    assert (referral.person.name, referral.their_reference) == ("=1+2", "=cmd|x")
    rows = csv_response("x.csv", ["name"], [[referral.person.name], [referral.their_reference]])
    assert b"".join(rows.streaming_content).decode().splitlines()[1:] == ["'=1+2", "'=cmd|x"]


def test_a_hundred_thousand_rows_are_refused_soon_and_leave_nothing(
    surgery, sender, told, postcode
):
    text = "Name,Phone\n" + "\n".join(f"A{n:x},1" for n in range(100_000))
    file = SimpleUploadedFile("clients.csv", text.encode())
    began = time.monotonic()

    batch = services.upload(organisation=surgery, file=file, by=sender, **told)
    jobs.run("inclusion.ClientList", batch.pk)

    batch.refresh_from_db()
    assert batch.state == ImportState.FAILED
    assert batch.problem
    assert not ClientRow.objects.exists()
    assert not Referral.objects.exists()
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "again",
    [
        "ADA  EXAMPLE,02/03/1938,01632 960999,,{code},call,T-5",
        "Ada Example,02/03/1938,,9 Low Road,{code},letter,T-6",
        "ada\u00a0example,,+44 1632 960123,,{code},call,T-7",
        "Ada\u200b Example,2 March 1938,01632960123,,{code},call,T-8",
    ],
)
def test_one_person_in_another_spelling_is_one_person(check, again):
    batch = check(ADA, again)

    assert counts(batch) == {"create": 1, "error": 1}
    assert "are the same person" in first_error(batch)


def test_a_list_for_another_organisation_is_refused(client, surgery, sender, told, postcode):
    other = OrganisationFactory(name="Another Council")
    client.force_login(sender)
    day = told["told_on"]
    data = {
        "organisation": other.pk,
        "lawful_basis": "public_task",
        "told_by": "The team",
        "told_on_0": day.day,
        "told_on_1": day.month,
        "told_on_2": day.year,
        "file": SimpleUploadedFile("c.csv", b"Name,Phone\nAda,01632 960123\n"),
    }

    response = client.post(reverse("client_lists:new"), data)

    assert response.status_code == 422
    assert not ClientList.objects.exists()


def test_another_councils_list_is_not_there(client, check, surgery):
    batch = check(ADA)
    other = lead_of(OrganisationFactory(name="Another Council"))
    client.force_login(other)

    assert client.get(reverse("client_lists:import", args=[batch.reference])).status_code == 404


def test_people_of_a_council_without_an_agreement_go_nowhere(check, surgery):
    elsewhere = DistrictFactory(is_ours=True)
    team = team_of(OrganisationFactory(name="Their Team"))
    team.districts.add(elsewhere)
    code = str(PostcodeFactory(district=elsewhere))

    batch = check(ADA, f"Ben Example,,01632 960125,,{code},call,T-2")

    assert counts(batch) == {"create": 1, "error": 1}
    assert "no current data sharing agreement with Their Team" in first_error(batch)
    assert not Person.objects.exists()
