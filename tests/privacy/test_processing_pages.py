"""The record of processing on its pages: for those who keep it, and for anybody."""

import csv
import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.attention.selectors import items_for
from diz_portal.privacy import purposes, registry
from diz_portal.privacy.processing import selectors, services
from diz_portal.privacy.processing.enums import Condition
from diz_portal.privacy.processing.models import ProcessingRecord
from diz_portal.words import uk_date
from partners.models import Sector
from tests.editing import forms_of
from tests.factories.inclusion import team_of
from tests.factories.partners import OrganisationFactory, caseworker_of, manager
from tests.factories.places import PartnershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    lead = OrganisationFactory(name="Harlow Council", slug="council", sector=Sector.COUNCIL)
    PartnershipFactory(lead_organisation=lead)
    return lead


@pytest.fixture
def charity(council):
    return OrganisationFactory(name="Kettle", slug="kettle", sector=Sector.VOLUNTARY)


@pytest.fixture
def lead(charity):
    """The charity's data protection lead."""
    person = caseworker_of(charity, name="Dee Lead")
    team_of(charity, data_protection_lead=person)
    services.ensure()
    return person


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def inside(client, lead):
    client.force_login(lead, BACKEND)
    return client


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def of(organisation, purpose="helping") -> ProcessingRecord:
    return ProcessingRecord.objects.get(controller=organisation, purpose=purpose)


def url(name, organisation, purpose="helping"):
    return reverse(f"privacy:{name}", args=[organisation.slug, purpose])


def opened(client, organisation) -> dict:
    """What the form of the record holds as it is opened."""
    page = client.get(url("processing_edit", organisation)).content.decode()
    return next(one.sent for one in forms_of(page) if one.edits)


def review(one, **values):
    services.edit(
        by=manager(),
        record=one,
        **{"next_review_on": timezone.localdate() + timedelta(days=90), **values},
    )


# In the workspace -----------------------------------------------------------------


def test_the_index_has_what_is_due_first_and_names_what_is_missing(inside, charity):
    review(of(charity))

    response = inside.get(reverse("privacy:data_map"))

    rows = response.context["rows"]
    assert {row["record"].controller for row in rows} == {charity}
    assert rows[-1]["record"].purpose == "helping"
    assert [row["is_due"] for row in rows] == [True] * (len(rows) - 1) + [False]
    assert "No legitimate interests assessment recorded" in text(response)


def test_the_index_is_narrowed_by_controller_and_by_what_is_due(client, lead, charity, council):
    client.force_login(manager(), BACKEND)
    review(of(charity))

    def shown(**chosen):
        rows = client.get(reverse("privacy:data_map"), chosen).context["rows"]
        return {(row["record"].controller.slug, row["record"].purpose) for row in rows}

    assert {slug for slug, _ in shown()} == {"kettle", "council"}
    assert {slug for slug, _ in shown(controller="kettle")} == {"kettle"}
    assert ("kettle", "helping") not in shown(controller="kettle", state="due")
    assert shown(controller="nobody") == set()


def test_a_record_says_what_is_held_and_what_carries_it_out(inside, charity):
    page = text(inside.get(url("processing_record", charity)))

    for words in (
        "This record still has the default text",
        "Legitimate interests (UK GDPR Article 6(1)(f))",
        "Explicit consent (UK GDPR Article 9(2)(a))",
        "Residents who ask for help",
        "Every night: the name is replaced by a reference",
        "With: Residents who ask for help",
    ):
        assert words in page


def test_a_manager_reads_and_does_not_change_what_a_charity_answers_for(client, lead, charity):
    client.force_login(manager(), BACKEND)

    page = text(client.get(url("processing_record", charity)))

    assert "Only the data protection lead of Kettle can change this record" in page
    assert client.get(url("processing_edit", charity)).status_code == 403


def test_a_review_is_written_and_shown_in_the_history(inside, charity, lead):
    typed_before = opened(inside, charity)
    day = timezone.localdate() + timedelta(days=200)

    response = inside.post(
        url("processing_edit", charity),
        typed_before
        | {
            "basis": ["consent"],
            "kept_inclusion_person": ["365"],
            "next_review_on_0": [str(day.day)],
            "next_review_on_1": [str(day.month)],
            "next_review_on_2": [str(day.year)],
        },
    )

    assert response.status_code == 302, text(response)
    one = of(charity)
    assert (one.basis, one.reviewed_by, one.next_review_on) == ("consent", lead, day)
    page = text(inside.get(one.get_absolute_url()))
    assert "1 year after the last case was closed" in page
    history = text(inside.get(reverse("trail:history", args=["processing", one.reference])))
    assert "Consent (Article 6(1)(a))" in history
    assert "Period: inclusion.Person, added" in history


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"basis": ["public_task"]}, "Select a lawful basis"),
        ({"condition": ["public_interest"]}, "Select the paragraph of Schedule 1"),
        ({"schedule_1": ["18"]}, "this condition needs no paragraph"),
        ({"transfers": ["idta"]}, "Enter the countries that data goes to"),
        ({"next_review_on_2": ["2020"]}, "Enter a date after today"),
        ({"kept_inclusion_person": ["9"]}, "Select a period from the list"),
        ({"source": [""]}, "Enter the source of the data"),
    ],
)
def test_what_cannot_stand_is_said_beside_its_field(inside, charity, typed, words):
    typed_before = opened(inside, charity)
    day = {"next_review_on_0": ["1"], "next_review_on_1": ["2"], "next_review_on_2": ["2090"]}

    response = inside.post(url("processing_edit", charity), typed_before | day | typed)

    assert response.status_code == 422
    assert words in text(response)
    assert of(charity).is_first


def test_processors_are_added_named_and_removed(inside, charity):
    typed = {"name": "Acme Hosting", "what_for": "Hosts it", "where": "London"}
    inside.post(reverse("privacy:processor_add", args=["kettle"]), typed)
    twice = inside.post(reverse("privacy:processor_add", args=["kettle"]), typed)
    assert twice.status_code == 422
    assert "Change the processor that is already on the list" in text(twice)
    acme = charity.processors.get()
    review(of(charity), processors=[acme])

    listed = text(inside.get(reverse("privacy:processors", args=["kettle"])))
    assert "Acme Hosting" in listed
    assert "No contract recorded" in listed
    assert "Help to get online" in listed
    refused = inside.post(reverse("privacy:processor_remove", args=[acme.reference]))
    assert "Remove it from the record first" in text(refused)
    review(of(charity), processors=[])
    inside.post(reverse("privacy:processor_remove", args=[acme.reference]))
    assert not charity.processors.exists()


def test_a_record_that_does_not_name_who_handles_all_of_them_has_that_missing(inside, charity):
    typed = {"name": "Acme Hosting", "what_for": "Hosts it", "where": "London"}
    inside.post(reverse("privacy:processor_add", args=["kettle"]), {**typed, "is_for_all": "on"})
    inside.post(reverse("privacy:processor_add", args=["kettle"]), {**typed, "name": "Some Post"})
    missing = "Acme Hosting handles data in all records, but is not named here"
    page = text(inside.get(reverse("privacy:data_map")))
    assert page.count(missing) == charity.processing.count()
    assert "Some Post" not in page
    assert missing in selectors.gaps(of(charity))

    review(of(charity), processors=[charity.processors.get(is_for_all=True)])

    assert missing not in selectors.gaps(of(charity))
    assert "Handles data in all records" in text(
        inside.get(reverse("privacy:processors", args=["kettle"]))
    )


def test_the_files_have_a_line_for_each_kind_of_record_of_each_controller(client, lead, charity):
    client.force_login(manager(), BACKEND)

    written = b"".join(client.get(reverse("privacy:data_map_csv")).streaming_content)
    book = openpyxl.load_workbook(
        io.BytesIO(
            b"".join(
                client.get(
                    reverse("privacy:data_map_xlsx"), {"controller": "kettle"}
                ).streaming_content
            )
        )
    )

    lines = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    assert sorted(line["Table"] for line in lines) == sorted(
        one.label for one in registry.declarations()
    )
    assert all(line["Lawful basis"] and line["Retention period"] for line in lines)
    assert all(
        bool(line["Special category data"]) == bool(line["Article 9 condition"]) for line in lines
    )
    assert {row[0].value for row in list(book.active.rows)[1:]} == {"Kettle"}


def test_a_review_that_is_due_asks_for_attention(charity, lead, council):
    def asked(user):
        return [one.about for one in items_for(user) if one.key.startswith("privacy-processing")]

    number = len(charity.processing.all())
    assert asked(lead) == [f"Kettle: {number} records"]
    assert asked(manager())[0].startswith("Harlow Council: ")
    for one in charity.processing.all():
        review(one)
    assert asked(lead) == []
    charity.processing.filter(purpose="helping").update(
        reviewed_on=timezone.localdate() - timedelta(days=9), next_review_on=timezone.localdate()
    )
    assert asked(lead) == ["Kettle: 1 record"]


# For anybody ----------------------------------------------------------------------


def test_the_privacy_page_says_what_each_controller_answers(client, lead, charity, council):
    review(of(charity), kept={"inclusion.Person": 3 * 365})

    page = text(client.get(reverse("privacy")))

    for purpose in purposes.purposes():
        assert purpose.title in page
    for words in ("Kettle", "Harlow Council", "For 3 years after we have finished helping you"):
        assert words in page
    assert "it is part of our job as a public body".capitalize() in page


def test_the_privacy_page_stands_without_any_organisation(client):
    assert "What we use your data for" in text(client.get(reverse("privacy")))


def test_where_controllers_answer_differently_each_answer_has_its_name(client, lead, council):
    team_of(council)

    page = text(client.get(reverse("privacy")))

    assert "Kettle: We need it to do our work" in page
    assert "Harlow Council: It is part of our job as a public body" in page


def test_the_public_map_is_narrowed_and_leads_to_a_page_for_each_record(client, lead, charity):
    index = client.get(reverse("privacy_data"), {"controller": "kettle"})

    assert {one.purpose.key for one in index.context["groups"]} == {
        one.purpose for one in charity.processing.all()
    }
    for group in client.get(reverse("privacy_data")).context["groups"]:
        for one in group.told:
            page = client.get(
                reverse("privacy_record", args=[one.controller.slug, group.purpose.key])
            )
            assert page.status_code == 200
            for declared in registry.of_purpose(group.purpose):
                assert declared.what in text(page).replace("&#x27;", "'")
    assert client.get(reverse("privacy_record", args=["kettle", "seminars"])).status_code == 404


def test_a_public_page_names_nobody_who_reviewed(client, lead, charity):
    services.edit(
        by=lead,
        record=of(charity),
        condition=Condition.EXPLICIT_CONSENT,
        next_review_on=timezone.localdate() + timedelta(days=1),
    )

    page = text(client.get(reverse("privacy_record", args=["kettle", "helping"])))

    assert "Kettle" in page
    assert "Dee Lead" not in page


def test_what_is_of_staff_alone_is_not_said_to_go_with_a_persons_record(council):
    services.ensure()
    held = [
        one
        for record in ProcessingRecord.objects.filter(controller=council)
        for one in selectors.held(record)
    ]
    said = {one.about == "Staff who acted": one.on_request for one in held}

    assert said == {True: selectors.OF_STAFF, False: selectors.ON_REQUEST}


def test_the_public_page_names_the_oldest_review_and_none_while_any_is_missing(
    client, lead, charity
):
    services.edit(
        by=lead,
        record=of(charity),
        condition=Condition.EXPLICIT_CONSENT,
        next_review_on=timezone.localdate() + timedelta(days=1),
    )
    assert "Last checked" not in text(client.get(reverse("privacy")))

    today = timezone.localdate()
    reviewed = {
        "reviewed_by": lead,
        "reviewed_on": today - timedelta(days=3),
        "next_review_on": today + timedelta(days=90),
    }
    ProcessingRecord.objects.update(**reviewed)
    oldest = ProcessingRecord.objects.order_by("pk").first()
    ProcessingRecord.objects.filter(pk=oldest.pk).update(reviewed_on=today - timedelta(days=200))

    oldest_day = uk_date(today - timedelta(days=200))
    assert f"Last checked: {oldest_day}." in text(client.get(reverse("privacy")))


def test_what_nobody_has_reviewed_is_missing_that(inside, charity):
    assert "Not reviewed yet" in selectors.gaps(of(charity))
    assert "Not reviewed yet" in text(inside.get(reverse("privacy:data_map")))
