"""Being named to the others, and hearing of other seminars: given and taken back alike."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seminars import services
from seminars.models import Registration
from seminars.selectors import newsletter
from tests.editing import edit
from tests.factories.partners import lead_of, manager
from tests.factories.seminars import SeminarFactory, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


def place(client, person):
    return client.get(reverse("seminars:registration", args=[person.token]))


def readers(search=""):
    return [one.email for one in newsletter.readers(Registration.objects.all(), search=search)]


# Being named ---


def test_those_who_agreed_are_named_to_others_with_a_place_and_to_nobody_else(client):
    seminar = SeminarFactory(capacity_in_person=3)
    agreed = registered(
        seminar, name="Ann Open", organisation="Harlow Council", listing_consent=True
    )
    silent = registered(seminar, name="Sid Silent")
    registered(seminar, name="Gil Gone", listing_consent=True)
    services.give_back(registration=Registration.objects.get(name="Gil Gone"))
    registered(seminar, name="Ola Other")
    waits = registered(seminar, name="Wim Waits", listing_consent=True)
    elsewhere = registered(SeminarFactory(), name="Eve Elsewhere")

    text = place(client, silent).content.decode()
    assert "<bdi>Ann Open</bdi>, Harlow Council" in text
    assert "Gil Gone" not in text
    assert "Ola Other" not in text
    assert place(client, silent).context["named"] == [("Ann Open", "Harlow Council")]
    assert place(client, waits).context["named"] == []
    assert place(client, agreed).context["named"] == []
    assert place(client, elsewhere).context["named"] == []
    for address in (seminar.get_absolute_url(), reverse("seminars:list"), "/"):
        assert b"Ann Open" not in client.get(address).content
    gone = Registration.objects.get(name="Gil Gone")
    assert place(client, gone).context["named"] == []


def test_erased_person_is_named_no_more(client):
    seminar = SeminarFactory()
    agreed = registered(seminar, name="Ann Open", listing_consent=True)
    reader = registered(seminar)

    services.erase(registration=agreed)

    assert place(client, reader).context["named"] == []


def test_consents_are_changed_by_a_button_also_after_the_seminar(client):
    seminar = SeminarFactory()
    person = registered(seminar, listing_consent=True, newsletter=True)
    seminar.starts_at = timezone.now() - timedelta(days=3)
    seminar.ends_at = seminar.starts_at + timedelta(hours=1)
    seminar.save()
    page = reverse("seminars:choices", args=[person.token])
    assert page in place(client, person).content.decode()

    client.get(page)
    person.refresh_from_db()
    assert (person.listing_consent, person.newsletter) == (True, True)
    assert edit(client, page).status_code == 302
    person.refresh_from_db()
    assert (person.listing_consent, person.newsletter, person.newsletter_at) == (False, False, None)

    edit(client, page, {"newsletter": "on"})
    person.refresh_from_db()
    assert (person.listing_consent, person.newsletter) == (False, True)
    assert timezone.now() - person.newsletter_at < timedelta(minutes=1)
    assert [event.kind for event in person.events.all()][1:] == ["changed", "changed"]


def test_both_are_unticked_until_somebody_ticks_them(client):
    text = client.get(reverse("seminars:register", args=[SeminarFactory().slug])).content.decode()

    for name in ("listing_consent", "newsletter"):
        (box,) = [tag for tag in text.split("<") if f'name="{name}"' in tag]
        assert "checked" not in box


# Hearing of other seminars ---


def test_list_has_each_address_once_with_when_and_where_they_agreed_last():
    first, second = SeminarFactory(title="First"), SeminarFactory(title="Second")
    for seminar in (first, second):
        registered(seminar, email="ann@test.example", newsletter=True)
    registered(first, email="bob@test.example")
    registered(first, email="cat@test.example", newsletter=True)

    found = {one.email: one for one in newsletter.readers(Registration.objects.all())}

    assert set(found) == {"ann@test.example", "cat@test.example"}
    assert found["ann@test.example"].seminar == second
    # Narrowing never brings back an earlier agreement.
    assert readers("First") == ["cat@test.example"]


def test_change_of_details_keeps_the_day_of_the_agreement():
    person = registered(SeminarFactory(), newsletter=True)

    services.change(registration=person, name="New", newsletter=True)

    assert Registration.objects.get().newsletter_at == person.newsletter_at


@pytest.mark.parametrize("name", ["change", "choices"])
@pytest.mark.parametrize("email", ["", "ann@test.example"])
def test_news_by_email_is_offered_to_people_with_email_only(client, name, email):
    person = registered(SeminarFactory(), email=email)

    form = client.get(reverse(f"seminars:{name}", args=[person.token])).context["form"]

    assert ("newsletter" in form.fields) == bool(email)
    assert "listing_consent" in form.fields


@pytest.mark.parametrize("way", ["link", "choices", "change"])
def test_to_hear_no_more_is_said_once_for_an_address(client, way):
    person = registered(SeminarFactory(), email="ann@test.example", newsletter=True)
    other = registered(SeminarFactory(), email="Ann@test.example", newsletter=True)
    registered(SeminarFactory(), email="bob@test.example", newsletter=True)

    if way == "link":
        page = newsletter.unsubscribe_link(person)
        for look in (client.get, client.head):
            assert look(page).status_code == 200
        assert len(readers()) == 2
        shown = client.post(page, follow=True).content.decode()
        assert "not subscribed" in shown
        assert client.post(page).status_code == 302
    elif way == "choices":
        edit(client, reverse("seminars:choices", args=[person.token]))
    else:
        services.change(registration=person, name="Ann", newsletter=False)

    assert readers() == ["bob@test.example"]
    other.refresh_from_db()
    assert (other.newsletter, other.newsletter_at, other.state) == (False, None, "confirmed")


def test_link_off_the_list_is_no_key_to_the_place_and_cannot_be_guessed(client):
    person = registered(SeminarFactory(), newsletter=True)
    token = newsletter.unsubscribe_link(person).rstrip("/").rpartition("/")[2]

    assert client.get(reverse("seminars:registration", args=[token])).status_code == 404
    for wrong in (person.token, person.reference, f"{token}x"):
        page = reverse("seminars:unsubscribe", args=[wrong])
        assert client.get(page).status_code == 404
        assert client.post(page).status_code == 404
    assert len(readers()) == 1


def test_erasure_takes_somebody_off_the_list_and_the_link_still_answers(client):
    person = registered(SeminarFactory(), newsletter=True)
    page = newsletter.unsubscribe_link(person)

    services.erase(registration=person)

    assert readers() == []
    assert "not subscribed" in client.get(page).content.decode()
    assert client.post(page).status_code == 302


def test_managers_see_and_download_the_list_without_formulas(client):
    client.force_login(manager())
    page = reverse("seminars_workspace:newsletter")
    assert "No one is on the mailing list" in client.get(page).content.decode()
    seminar = SeminarFactory(title="Fibre")
    person = registered(seminar, name="=cmd|calc", organisation="Harlow", newsletter=True)
    registered(seminar, name="Silent")

    text = client.get(page).content.decode()
    assert person.email in text
    assert "Silent" not in text
    assert "No one matches" in client.get(page, {"q": "zzz"}).content.decode()

    response = client.get(reverse("seminars_workspace:newsletter_csv"))
    (row,) = csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    assert (row["name"], row["agreed_at_seminar"]) == ("'=cmd|calc", "Fibre")
    assert row["unsubscribe_link"] == newsletter.unsubscribe_link(person)
    response = client.get(reverse("seminars_workspace:newsletter_xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    header, values = book.active.iter_rows(values_only=True)
    found = dict(zip(header, values, strict=True))
    assert f"{found.pop('agreed_at'):%Y-%m-%d %H:%M}" == row.pop("agreed_at")
    assert found == {**row, "name": "=cmd|calc"}
    assert book.active["B2"].data_type == "s"


def test_list_is_closed_to_everybody_else(client):
    for name in ("newsletter", "newsletter_csv", "newsletter_xlsx"):
        assert client.get(reverse(f"seminars_workspace:{name}")).status_code == 302
    client.force_login(lead_of())
    for name in ("newsletter", "newsletter_csv", "newsletter_xlsx"):
        assert client.get(reverse(f"seminars_workspace:{name}")).status_code == 403


def test_database_refuses_an_agreement_without_its_day():
    person = registered(SeminarFactory())

    for values in ({"newsletter": True}, {"newsletter_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Registration.objects.filter(pk=person.pk).update(**values)


def test_mail_program_unsubscribes_by_itself_without_a_cookie_of_ours():
    """RFC 8058: where a list's program names the link in its header."""
    person = registered(SeminarFactory(), newsletter=True)
    assert len(readers()) == 1

    answer = Client(enforce_csrf_checks=True).post(
        newsletter.unsubscribe_link(person), {"List-Unsubscribe": "One-Click"}
    )

    assert answer.status_code == 302
    assert readers() == []
