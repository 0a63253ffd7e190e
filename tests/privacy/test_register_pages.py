"""The workspace's pages of both registers, and the way from a request to the records and back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal import navigation
from diz_portal.outbox.models import Message
from diz_portal.privacy.copies import services as copies
from diz_portal.privacy.models import Complaint, DataRequest, Decision, PreparedCopy
from diz_portal.privacy.registers.services import requests
from inclusion.models import Person
from tests.factories.inclusion import PersonFactory, team_of
from tests.factories.partners import OrganisationFactory, caseworker_of, contributor_of, manager
from tests.factories.privacy import a_complaint, a_request, read_through
from tests.factories.seminars import SeminarFactory, registered
from tests.words import says

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def by():
    return manager()


@pytest.fixture
def inside(client, by):
    client.force_login(by, BACKEND)
    return client


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def page(client, one, step=""):
    return client.get(one.get_absolute_url() + (f"{step}/" if step else ""))


def do(client, one, step, **typed):
    return client.post(f"{one.get_absolute_url()}{step}/", typed)


def started(by, **values):
    return requests.start(request=a_request(**values), by=by)


# Lists ---


def test_lists_are_empty_at_first(inside):
    assert "No open requests" in inside.get(reverse("privacy:requests")).content.decode()
    assert "No open complaints" in inside.get(reverse("privacy:complaints")).content.decode()


def test_late_requests_stand_first_and_stopped_clocks_last(inside, by):
    late = a_request(received_on=ago(60))
    stopped = a_request(received_on=ago(20))
    requests.pause(request=stopped, ground="scope", words="Which?", by=by)
    recent = a_request()
    soon = a_request(received_on=ago(25))
    requests.withdraw(request=a_request(), by=by)

    response = inside.get(reverse("privacy:requests"))

    assert list(response.context["page"]) == [late, soon, recent, stopped]
    text = response.content.decode()
    assert "days overdue" in text
    assert "clock stopped for 0 days" in text


@pytest.mark.parametrize("show", ["closed", "all", "nonsense"])
def test_the_list_is_narrowed(inside, by, show):
    a_request()
    requests.withdraw(request=a_request(), by=by)

    rows = inside.get(reverse("privacy:requests"), {"show": show}).context["page"]

    assert [one.is_open for one in rows] == {
        "closed": [False],
        "all": [False, True],
        "nonsense": [True],
    }[show]


def test_unacknowledged_complaints_stand_first(inside, by):
    old = a_complaint(received_on=ago(9))
    new = a_complaint(came_by="email", by=by)

    assert list(inside.get(reverse("privacy:complaints")).context["page"]) == [new, old]


@pytest.mark.parametrize("name", ["requests", "complaints", "request_new", "complaint_new"])
def test_pages_are_for_managers(client, name):
    client.force_login(contributor_of(), BACKEND)

    assert client.get(reverse(f"privacy:{name}")).status_code == 403


def test_one_is_not_there_for_those_who_may_not_see_it(client):
    client.force_login(caseworker_of(), BACKEND)

    assert page(client, a_request()).status_code == 403
    assert DataRequest.objects.visible_to(caseworker_of()).count() == 0
    assert Complaint.objects.visible_to(contributor_of()).count() == 0


# One request ---


def test_the_next_step_is_the_first_button(inside, by):
    one = a_request(kind="erasure")
    seen = [page(inside, one).context["first"]]
    do(inside, one, "start", words="By telephone.")
    seen.append(page(inside, one).context["first"])
    do(inside, one, "pause", ground="scope", words="Which year?")
    seen.append(page(inside, one).context["first"])
    today = timezone.localdate()
    do(inside, one, "resume", on_0=today.day, on_1=today.month, on_2=today.year, words="2024.")
    registered(SeminarFactory(), name="Ada Example", email="ada@test.example")
    inside.post(
        reverse("privacy:request_records", args=[one.reference]),
        {"record": records_of(inside, one)},
    )
    seen.append(page(inside, one).context["first"])
    copy = one.copies.get()
    read_through(copy, by)
    copies.finish(copy=copy, by=by)
    copies.hand_out(copy=copy, kind="json", by=by)
    seen.append(page(inside, one).context["first"])
    do(inside, one, "answer", words="It is deleted.")
    seen.append(page(inside, one).context["first"])

    assert seen == ["start", "records", "resume", "copy", "answer", ""]
    assert page(inside, one).context["others"] == [
        ("note", "Add a note"),
        ("reopen", "Reopen request"),
    ]


def records_of(client, one) -> list[str]:
    response = client.get(reverse("privacy:request_records", args=[one.reference]))
    return [record.id for record, _ in response.context["rows"]]


def test_what_the_rules_would_refuse_is_not_offered(inside, by):
    one = started(by, received_on=ago(60))

    offered = [name for name, _ in page(inside, one).context["others"]]

    assert "extend" not in offered
    assert "pause" not in offered
    response = do(inside, one, "extend", ground="complex", words="Long.")
    assert response.status_code == 422
    assert "The answer is overdue" in response.content.decode()


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ("pause", "Select what you need to know"),
        ("extend", "Select why you need longer"),
        ("answer", "Enter your reply"),
        ("refuse", "Select a reason for refusing"),
        ("note", "Enter the note"),
        ("concern", "Select the organisation"),
    ],
)
def test_a_step_without_its_words_comes_back(inside, by, step, sentence):
    one = started(by)

    response = do(inside, one, step)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_an_unknown_step_is_not_found(inside):
    assert page(inside, a_request(), "destroy").status_code == 404
    assert page(inside, a_complaint(), "destroy").status_code == 404


def test_reading_changes_nothing(inside):
    one = a_request()
    for step in ("start", "pause", "resume", "extend", "answer", "refuse", "withdraw", "note"):
        assert page(inside, one, step).status_code == 200
    one.refresh_from_db()
    assert (one.state, one.events.count()) == ("received", 1)


def test_a_request_that_came_by_telephone_is_written_down(inside, by):
    day = ago(3)
    typed = {
        "kind": "rectification",
        "words": "Her name is wrong.",
        "came_by": "phone",
        "received_on_0": day.day,
        "received_on_1": day.month,
        "received_on_2": day.year,
        "name": "Ada Example",
        "channel": "phone",
        "phone": "01279 446 611",
    }

    response = inside.post(reverse("privacy:request_new"), typed)

    one = DataRequest.objects.get()
    assert response.url == one.get_absolute_url()
    assert (one.received_on, one.written_by, one.came_by) == (day, by, "phone")
    assert Message.objects.get().channel == "phone"
    assert inside.post(reverse("privacy:request_new"), {}).status_code == 422
    assert inside.post(reverse("privacy:complaint_new"), typed | {"is_told": "on"}).status_code == (
        302
    )
    assert Complaint.objects.get().state == "acknowledged"


@pytest.mark.parametrize("days", [-1, 400])
def test_a_day_that_cannot_be_meant_comes_back(inside, days):
    day = ago(days)
    typed = {"received_on_0": day.day, "received_on_1": day.month, "received_on_2": day.year}

    response = inside.post(reverse("privacy:complaint_new"), typed)

    assert "received_on" in response.context["form"].errors


# From a request to the records and back ---


def test_records_are_found_copied_and_noted(inside, by):
    guest = registered(SeminarFactory(), name="Ada Example", email="ada@test.example")
    registered(SeminarFactory(), name="Otto Else", email="otto@test.example")
    one = started(by)
    url = reverse("privacy:request_records", args=[one.reference])

    response = inside.post(url, {"record": [f"registration:{guest.reference}"]})

    copy = one.copies.get()
    assert response.url == copy.get_absolute_url()
    assert not Decision.objects.exists()
    read_through(copy, by)
    copies.finish(copy=copy, by=by)
    file = inside.post(reverse("privacy:copy_file", args=[copy.reference]), {"as": "pdf"})
    assert file.content.startswith(b"%PDF")
    deed = Decision.objects.get()
    assert (deed.outcome, deed.asked_in, deed.reference) == ("exported", one, guest.reference)
    found = {record.id: done for record, done in inside.get(url).context["rows"]}
    assert found == {
        f"registration:{guest.reference}": "exported",
        f"data-request:{one.reference}": "",
    }
    assert guest.reference in page(inside, one).content.decode()


def test_a_record_that_was_not_found_for_them_is_not_handed_out(inside, by):
    other = registered(SeminarFactory(), name="Otto Else", email="otto@test.example")
    url = reverse("privacy:request_records", args=[started(by).reference])

    response = inside.post(url, {"record": [f"registration:{other.reference}"]})

    assert response.status_code == 422
    assert not PreparedCopy.objects.exists()
    assert not Decision.objects.exists()


def test_a_resident_of_the_same_name_is_not_given_away(inside, by):
    PersonFactory(
        kept_by=team_of(OrganisationFactory()).organisation,
        name="Ada Example",
        name_key="ada example",
    )
    url = reverse("privacy:request_records", args=[started(by).reference])

    assert inside.get(url).context["others"] == []


def test_an_erasure_for_a_request_is_shown_with_it(inside, by):
    guest = registered(SeminarFactory(), name="Ada Example", email="ada@test.example")
    one = started(by, kind="erasure")
    args = ["registration", guest.reference]
    preview = inside.get(reverse("privacy:record", args=args), {"for": one.reference})

    assert f"request {one.reference}" in preview.content.decode()
    response = inside.post(reverse("privacy:erase", args=args), {"for": one.reference})

    assert response.url == reverse("privacy:request_records", args=[one.reference])
    assert list(one.deeds.values_list("outcome", flat=True)) == ["erased"]
    assert (
        f"Erased: Registration for a seminar {guest.reference}"
        in page(inside, one).content.decode()
    )


def test_what_another_organisation_decides_is_shown_with_the_request(client, by):
    team = team_of(OrganisationFactory(name="Kettle and Keyboard"))
    person = PersonFactory(
        kept_by=team.organisation,
        name="Ada Example",
        name_key="ada example",
        email="ada@test.example",
        email_key="ada@test.example",
    )
    caseworker = caseworker_of(team.organisation)
    one = started(by, kind="erasure")
    args = ["resident", person.reference]
    client.force_login(by, BACKEND)
    url = reverse("privacy:request_records", args=[one.reference])
    assert [record.id for record in client.get(url).context["others"]] == [
        f"resident:{person.reference}"
    ]

    client.post(reverse("privacy:ask", args=args), {"for": one.reference})

    message = Message.objects.get(to=caseworker.email)
    assert f"?for={one.reference}" in message.words
    assert one.events.filter(kind="asked", summary__contains="Kettle").exists()
    client.force_login(caseworker, BACKEND)
    url = reverse("privacy:erase", args=args)
    named = client.get(url).context["named"]
    response = client.post(url, {"for": one.reference, "shown": named.keys})
    assert response.url == reverse("privacy:people")
    assert Person.objects.get().name == ""
    assert [deed.by for deed in one.deeds.all()] == [caseworker]


@pytest.mark.parametrize("named", ["2z2z2z2z2z", "\x00", "' OR 1", ""])
def test_a_request_that_is_not_there_is_noted_nowhere(inside, named):
    guest = registered(SeminarFactory(), name="Ada Example", email="ada@test.example")

    inside.post(reverse("privacy:erase", args=["registration", guest.reference]), {"for": named})

    assert Decision.objects.get().asked_in is None


# One complaint ---


def test_a_complaint_goes_its_way(inside, by):
    one = a_complaint(came_by="letter", by=by)
    seen = [page(inside, one).context["first"]]
    do(inside, one, "acknowledge", is_told="no")
    seen.append(page(inside, one).context["first"])
    do(inside, one, "note", words="The list was open.")
    seen.append(page(inside, one).context["first"])
    assert do(inside, one, "close", outcome="withdrawn", words="x").status_code == 422
    do(inside, one, "close", outcome="partly", words="We are sorry.")
    seen.append(page(inside, one).context["first"])

    assert seen == ["acknowledge", "note", "close", ""]
    assert "Partly upheld" in page(inside, one).content.decode()


# Where one is ---


@pytest.mark.parametrize("name", ["people", "register", "retention", "data_map", "requests"])
def test_the_workspace_bar_marks_personal_data_on_all_its_pages(rf, by, name):
    request = rf.get(reverse(f"privacy:{name}"))
    request.user = by

    marked = [
        door.label for door in navigation.doors(request, navigation.WORKSPACE) if door.current
    ]

    assert marked == ["Data protection"]


def test_an_answer_says_that_the_copy_goes_another_way_and_how_is_written_down(inside, by):
    guest = registered(SeminarFactory(), name="Ada Example", email="ada@test.example")
    one = started(by)
    warning = "No finished copy of their data has been downloaded yet."
    text = page(inside, one, "answer").content.decode()
    assert "The copy is not sent with this message. Tell them how they will get it." in text
    assert warning in text
    refused = do(inside, one, "answer", words="It is on its way.")
    assert refused.status_code == 422
    assert "Select how they will get the copy" in refused.content.decode()

    inside.post(
        reverse("privacy:request_records", args=[one.reference]),
        {"record": [f"registration:{guest.reference}"]},
    )
    copy = one.copies.get()
    read_through(copy, by)
    copies.finish(copy=copy, by=by)
    for kind in ("pdf", "json"):
        copies.hand_out(copy=copy, kind=kind, by=by)
    assert warning not in page(inside, one, "answer").content.decode()
    do(inside, one, "answer", words="It is on its way.", copy_goes="post")

    text = page(inside, one).content.decode()
    assert f"By post. Copy: {copy.reference}." in text
    assert text.count(f"Disclosed: Registration for a seminar {guest.reference}") == 1
    assert "Downloaded as PDF on" in text
    assert "Downloaded as JSON on" in text


def test_what_gives_no_copy_does_not_ask_for_one(inside, by):
    one = started(by, kind="rectification")

    text = page(inside, one, "answer").content.decode()

    assert not says(text.split("<main", 1)[1].split("</main", 1)[0], "copy")
