"""Two people at one seminar, or at one place: nobody's work is undone, nobody told a falsehood."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.outbox.models import Message
from seminars import services
from seminars.models import Mode
from tests.editing import filled, forms_of
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


@pytest.fixture(autouse=True)
def organiser(client):
    person = manager(name="Morgan")
    client.force_login(person)
    return person


def url(name, *args):
    return reverse(f"seminars_workspace:{name}", args=args)


def later(seminar, organiser, days=7):
    services.move(
        by=organiser,
        seminar=seminar,
        starts_at=seminar.starts_at + timedelta(days=days),
        ends_at=seminar.ends_at + timedelta(days=days),
    )
    seminar.refresh_from_db()


def test_a_page_opened_before_a_move_moves_nothing_back_and_tells_nobody_so(client, organiser):
    seminar = SeminarFactory(venue_name="Old hall")
    person = registered(seminar)
    page = url("move", seminar.slug)
    mine = filled(client, page)
    later(seminar, organiser)
    moved_to = seminar.starts_at

    answer = client.post(page, mine | {"venue_name": "New hall"})

    assert answer.status_code == 302
    seminar.refresh_from_db()
    assert (seminar.starts_at, seminar.venue_name) == (moved_to, "New hall")
    told = Message.objects.filter(to=person.email, template="seminars/moved")
    assert f"{timezone.localtime(moved_to):%-d %B %Y}" in told.latest("pk").words


def test_a_page_opened_before_a_move_and_sent_untouched_says_nothing_to_anybody(client, organiser):
    seminar = SeminarFactory()
    person = registered(seminar)
    page = url("move", seminar.slug)
    mine = filled(client, page)
    later(seminar, organiser)
    told = Message.objects.filter(to=person.email).count()

    client.post(page, mine)

    assert Message.objects.filter(to=person.email).count() == told


def test_a_day_and_an_hour_of_two_people_are_not_mixed(client, organiser):
    seminar = SeminarFactory()
    page = url("move", seminar.slug)
    mine = filled(client, page)
    later(seminar, organiser)

    answer = client.post(page, mine | {"ends": "11:59pm"})

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Someone else changed this too" in text
    assert "Day, Starts at, Ends at" in text
    assert 'value="11:59pm"' in text
    before = seminar.starts_at
    seminar.refresh_from_db()
    assert seminar.starts_at == before


def test_a_new_link_is_not_taken_back_by_somebody_who_mends_the_title(client, organiser):
    seminar = SeminarFactory(mode=Mode.ONLINE, capacity_online=5, capacity_in_person=0)
    person = registered(seminar)
    page = url("edit", seminar.slug)
    mine = filled(client, page)
    services.edit(by=organiser, seminar=seminar, joining_link="https://new.example/")
    told = Message.objects.filter(to=person.email).count()

    answer = client.post(page, mine | {"title": "Mended"}, follow=True)

    seminar.refresh_from_db()
    assert (seminar.title, seminar.joining_link) == ("Mended", "https://new.example/")
    assert Message.objects.filter(to=person.email).count() == told
    assert "are sending the new link" not in answer.content.decode()


def test_what_staff_changed_meanwhile_stands_when_a_resident_saves_their_own_page(client):
    person = registered(SeminarFactory(), name="Ann")
    page = reverse("seminars:change", args=[person.token])
    mine = filled(client, page)
    services.change(registration=person, name="Ann Example", access_needs="A ramp")

    answer = client.post(page, mine | {"organisation": "The library"})

    assert answer.status_code == 302
    person.refresh_from_db()
    assert (person.name, person.access_needs, person.organisation) == (
        "Ann Example",
        "A ramp",
        "The library",
    )


def test_two_who_change_one_answer_are_shown_both_and_choose(client):
    person = registered(SeminarFactory(), name="Ann")
    page = reverse("seminars:change", args=[person.token])
    mine = filled(client, page) | {"access_needs": "A <b>ramp</b>,\r\nand water"}
    services.change(registration=person, name="Ann", access_needs="Captions")

    answer = client.post(page, mine)

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "<dt>Before</dt>" in text
    assert "Captions" in text
    assert "A &lt;b&gt;ramp&lt;/b&gt;,<br>and water" in text
    # What it is called, not that it could have been left out.
    assert "take part?: someone" not in text
    assert "(optional): someone else" not in text
    person.refresh_from_db()
    assert person.access_needs == "Captions"

    # Sent again without a choice, it asks again, and still knows how it was.
    (form,) = [one for one in forms_of(text) if one.edits]
    again = client.post(page, form.sent)
    assert again.status_code == 409
    assert "<dt>Before</dt>" in again.content.decode()
    (form,) = [one for one in forms_of(again.content.decode()) if one.edits]
    assert form.sent["access_needs"] == ["A <b>ramp</b>,\r\nand water"]

    assert client.post(page, form.sent | {"choose-access_needs": "theirs"}).status_code == 302
    person.refresh_from_db()
    assert person.access_needs == "Captions"

    assert client.post(page, form.sent | {"choose-access_needs": "mine"}).status_code == 302
    person.refresh_from_db()
    assert person.access_needs.startswith("A <b>ramp</b>")


def test_a_page_without_its_mark_is_refused_with_the_words_kept(client):
    person, other = registered(SeminarFactory(), name="Ann"), registered(SeminarFactory())
    page = reverse("seminars:change", args=[person.token])
    mine = filled(client, page) | {"name": "Ann Example"}
    foreign = filled(client, reverse("seminars:change", args=[other.token]))["opened"]

    for mark in ({"opened": ""}, {"opened": "made:up"}, {"opened": foreign}):
        answer = client.post(page, mine | mark)

        assert answer.status_code == 409
        text = answer.content.decode()
        assert "This page was open for too long, or only part of it reached us" in text
        assert 'value="Ann Example"' in text
        person.refresh_from_db()
        assert person.name == "Ann"


def test_a_second_click_is_no_quarrel_with_oneself(client):
    person = registered(SeminarFactory(), name="Ann")
    page = url("contact", person.seminar.slug, person.reference)
    mine = filled(client, page) | {"channel": "phone", "phone": "(01632) 960001"}

    first, second = client.post(page, mine), client.post(page, mine)

    assert (first.status_code, second.status_code) == (302, 302)
