"""Who is meant by a name in other words, what goes, what stays, and who sees it."""

import datetime as dt
import io
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from diz_portal.outbox.models import Message
from diz_portal.privacy import erasure, nightly
from diz_portal.privacy.kinds import Bearer
from diz_portal.privacy.mentions import people
from inclusion.cases.services import cases, needs
from inclusion.cases.services.referrals import Sharing, accept, submit
from inclusion.models import CaseEvent, DeviceEvent, Need
from partners.models import Agreement
from projects.models import Risk
from seminars.models import SeminarMessage
from tests.factories.inclusion import DeviceFactory, PersonFactory, team_of
from tests.factories.outbox import MessageFactory
from tests.factories.partners import (
    AgreementFactory,
    OrganisationFactory,
    caseworker_of,
    manager,
)
from tests.factories.projects import ProjectFactory
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NAME = "Wilhelmina Oakapple-Smythe"


# What is a name -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "certain", "doubtful"),
    [
        (NAME, "Screen reader for Mrs Oakapple-Smythe", ["Mrs Oakapple-Smythe"], []),
        (NAME, "WILHELMINA OAKAPPLE SMYTHE’s", ["WILHELMINA OAKAPPLE SMYTHE"], []),
        (NAME, "oakapple-smythe, wilhelmina", ["oakapple-smythe, wilhelmina"], []),
        (NAME, "for_wilhelmina_oakapple_smythe.txt", ["wilhelmina_oakapple_smythe"], []),
        (NAME, "Mrs Smythe, goldsmythe", [], ["Mrs Smythe"]),
        ("Ann Marie Quincey", "Ann Quincey, A. Quincey", ["Ann Quincey"], ["A. Quincey"]),
        ("Zoë O'Brien", "zoe o’brien; O\u00adBrien", ["zoe o’brien"], ["O\u00adBrien"]),
        ("May Hill", "May Hill may walk uphill in May", ["May Hill"], []),
        ("May Hill", "it may hill; Mr Hill", [], ["may hill", "Mr Hill"]),
        ("Ann and Bob Quincey", "Ann Quincey or Bob Quincey", ["Ann Quincey", "Bob Quincey"], []),
        ("Al Ways", "She always came", [], []),
        ("Prince", "A prince and Prince", [], ["Prince"]),
        ("王小明", "見た王小明さん", ["王小明"], []),
    ],
)
def test_a_name_in_full_is_certain_and_a_surname_doubtful(name, text, certain, doubtful):
    assert found(Bearer(name=name), text) == (certain, doubtful)


@pytest.mark.parametrize(
    "typed",
    [
        "07700 900777",
        "07700-900-777",
        "+447700900777",
        "+44 (0)7700 900 777",
        "00447700900777",
        "(07700) 900777",
    ],
)
def test_a_number_is_found_in_every_common_writing(typed):
    ours = Bearer(phone="+447700900777")

    assert found(ours, f"Ring {typed}, not 07700 900778 or 107700900777") == ([typed], [])


@pytest.mark.parametrize(
    ("text", "certain", "doubtful"),
    [
        ("at 17 Quince St, Harlow, CM20 9ZZ!", ["17 Quince St, Harlow, CM20 9ZZ"], []),
        ("at 117 Quince Street or 17 Quincey Road", [], []),
        ("no. 17, cm209zz", ["17, cm209zz"], []),
        ("somewhere in CM20 9ZZ", [], ["CM20 9ZZ"]),
        ("Old Mill in Harlow", [], []),
    ],
)
def test_the_house_is_certain_and_a_postcode_alone_doubtful(text, certain, doubtful):
    ours = Bearer(address="17 Quince Street\nHarlow", postcode="CM20 9ZZ")

    assert found(ours, text) == (certain, doubtful)


@pytest.mark.parametrize(
    ("text", "certain", "doubtful"),
    [
        ("born 3rd of May 1950", ["3rd of May 1950"], []),
        ("DOB: 03/05/50", ["03/05/50"], []),
        ("1950-05-03 and 3.5.1950", [], ["1950-05-03", "3.5.1950"]),
        ("13/05/1950, 3 May 1951", [], []),
    ],
)
def test_a_day_of_birth_is_certain_where_it_is_said_to_be_one(text, certain, doubtful):
    assert found(Bearer(born=dt.date(1950, 5, 3)), text) == (certain, doubtful)


def test_an_email_address_is_found_whole():
    ours = Bearer(email="w@post.example")

    assert found(ours, "W@Post.example. old.w@post.example, w@post.example.org") == (
        ["W@Post.example"],
        [],
    )


def found(bearer, text):
    spans = people.spans(text, people.patterns_of([bearer]))
    return tuple(
        [text[s.start : s.end] for s in spans if s.certain is want] for want in (True, False)
    )


# What goes, and what stays --------------------------------------------------------


@pytest.fixture
def one():
    return registered(SeminarFactory(), name=NAME, email="w@post.example")


def noted(words, device=None):
    """A note on a device: nobody's, and append-only."""
    return DeviceEvent.objects.create(
        device=device or DeviceFactory(), to_state="received", why=words, by=manager()
    )


def a_risk(**words):
    return Risk.objects.create(
        project=ProjectFactory(),
        impact_before=2,
        likelihood_before=2,
        impact_after=2,
        likelihood_after=2,
        proximity="quarter",
        next_review_on=timezone.localdate(),
        **{"title": "Delay", **words},
    )


def erase(row, kind="registration", **more):
    erasure.erase(kind=kind, reference=row.reference, **more)


def why(event):
    event.refresh_from_db()
    return event.why


def test_only_the_find_goes_from_a_sentence(one):
    event = noted(f"{NAME}'s charger, bag with w@post.example on it")

    erase(one)

    assert why(event) == "[name removed]'s charger, bag with [email removed] on it"


def test_a_column_without_room_takes_a_shorter_mark():
    short = registered(SeminarFactory(), name="Jo Li", email="")
    event = noted("Jo Li " + "x" * 194)

    erase(short)

    assert why(event) == "[…] " + "x" * 194


def test_what_is_doubtful_stays_unless_it_is_ticked(one):
    event = noted("Mrs Smythe asks")
    (find,) = erasure.named_in(erasure.record("registration", one.reference))
    assert not find.certain

    erase(one, ticked=[find.key])

    assert why(event) == "[name removed] asks"


def test_what_is_doubtful_stays(one):
    event = noted("Mrs Smythe asks")

    erase(one)

    assert why(event) == "Mrs Smythe asks"


def test_words_of_another_living_case_stay_unless_they_are_ticked(one, case):
    said = cases.note(case=case, words=f"Lives beside {NAME}", by=case.worker)

    erase(one)

    said.refresh_from_db()
    assert said.words == f"Lives beside {NAME}"
    (find,) = erasure.named_in(erasure.Record(*other_of(NAME)))
    assert (find.certain, find.why) == (False, "it is in someone else’s record")


def test_words_of_another_case_with_the_persons_own_number_are_theirs(client, case):
    resident = PersonFactory(kept_by=case.handled_by, name=NAME, phone="+447700900777")
    said = f"For Mrs Oakapple-Smythe, 07700 900777; beside {NAME}"
    noted = cases.note(case=case, words=said, by=case.worker)
    client.force_login(case.worker, BACKEND)

    (line,) = lines(opened(client, resident, "resident"))

    assert (line.ticked, line.find.count) == (True, 3)
    send(client, resident, opened(client, resident, "resident"), [line.find.key], "resident")
    noted.refresh_from_db()
    assert noted.words == "For [name removed], [number removed]; beside [name removed]"


def test_the_night_leaves_the_number_in_the_case_of_another(case):
    overdue(phone="+447700900777")
    said = cases.note(case=case, words=f"Her daughter {NAME}, 07700 900777", by=case.worker)

    nightly.run_retention()

    said.refresh_from_db()
    assert said.words == f"Her daughter {NAME}, 07700 900777"


def test_somebody_who_erases_their_own_registration_is_taken_out_of_words(client, one):
    event = noted(f"Bag of {NAME}")

    client.post(reverse("seminars:erase", args=[one.token]))

    assert why(event) == "Bag of [name removed]"


def other_of(name):
    row = registered(SeminarFactory(), name=name, email="w@post.example")
    found = erasure.record("registration", row.reference)
    return found.kind, found.row


@pytest.fixture
def case():
    team = team_of(OrganisationFactory(name="Kettle and Keyboard"), is_default=True)
    worker = caseworker_of(team.organisation)
    details = {"name": "Otto Neighbour", "phone": "07700 900111", "contact_by": "phone"}
    referral = submit(
        kind="self",
        person=details,
        sharing=Sharing("public_task"),
        wanted=["device"],
        story="A laptop",
        team=team,
    )
    case = accept(referral=referral, by=worker)
    case.worker = worker
    return case


def test_a_namesake_makes_the_name_doubtful_and_not_the_number():
    ours = registered(SeminarFactory(), name=NAME, email="w@post.example")
    registered(SeminarFactory(), name=NAME, email="another@post.example")
    event = noted(f"{NAME}, w@post.example")

    erase(ours)

    assert why(event) == f"{NAME}, [email removed]"


def test_an_address_that_a_couple_shares_is_doubtful(one):
    registered(SeminarFactory(), name="Otto Oakapple", email="w@post.example")
    event = noted("Write to w@post.example")

    erase(one)

    assert why(event) == "Write to w@post.example"


def test_another_record_of_the_person_does_not_keep_the_words(one):
    registered(SeminarFactory(), name=NAME, email="w@post.example")
    event = noted(NAME)

    erase(one)

    assert why(event) == "[name removed]"


def test_what_is_published_stays_unless_it_is_ticked(one):
    seminar = SeminarFactory(speakers=f"{NAME}, author", slug="wilhelmina-oakapple-smythe")
    finds = erasure.named_in(erasure.record("registration", one.reference))
    assert [find.certain for find in finds] == [False, False]

    erase(one, ticked=[find.key for find in finds])

    seminar.refresh_from_db()
    assert (seminar.speakers, seminar.slug) == ("[name removed], author", "name-removed")


def test_mail_to_others_loses_the_name_and_the_persons_other_mail_stays(one):
    friend = MessageFactory(to="friend@test.example", body=f"{NAME} cannot come")
    theirs = MessageFactory(to="w@post.example", body=f"Hello {NAME}", key="of-another-record")

    erase(one)

    bodies = dict(Message.objects.values_list("pk", "body"))
    assert bodies[friend.pk] == "[name removed] cannot come"
    assert bodies[theirs.pk] == f"Hello {NAME}"


def test_the_audit_trail_loses_it_too_and_tells_nothing_of_it(one):
    risk = a_risk(title=f"{NAME} leaves")
    agreement = AgreementFactory(title=f"Loan to {NAME}")
    trails = [Risk.pgh_event_model, Agreement.pgh_event_model]
    rows = [trail.objects.count() for trail in trails]
    assert all(rows)

    erase(one)

    risk.refresh_from_db()
    agreement.refresh_from_db()
    assert (risk.title, agreement.title) == ("[name removed] leaves", "Loan to [name removed]")
    assert [
        trail.objects.filter(title__contains="[name removed]").count() for trail in trails
    ] == rows
    assert [trail.objects.count() for trail in trails] == rows


def test_a_message_of_an_organiser_that_may_not_change_loses_it(one):
    sent = SeminarMessage.objects.create(
        seminar=one.seminar,
        reference="bcdfgh2345",
        subject="Hello",
        text=f"{NAME} lost a glove",
        to_whom="all",
        recipients=1,
    )

    erase(one)

    sent.refresh_from_db()
    assert sent.text == "[name removed] lost a glove"


# The night ------------------------------------------------------------------------


def overdue(**who):
    row = registered(SeminarFactory(), **{"name": NAME, "email": "w@post.example", **who})
    then = timezone.now() - dt.timedelta(days=400)
    type(row.seminar).objects.filter(pk=row.seminar_id).update(
        starts_at=then - dt.timedelta(hours=1), ends_at=then
    )
    return row


def test_the_night_takes_out_what_is_certain_and_leaves_the_rest():
    overdue()
    overdue(name="Jo Lindqvist", email="jo@post.example")
    events = [noted(words) for words in (f"{NAME} rang", "Mrs Smythe rang", "Jo Lindqvist")]

    nightly.run_retention()

    assert [why(event) for event in events] == [
        "[name removed] rang",
        "Mrs Smythe rang",
        "[name removed]",
    ]


def test_the_night_leaves_the_words_while_another_record_has_the_name():
    overdue()
    registered(SeminarFactory(), name=NAME, email="w@post.example")
    event = noted(f"{NAME} rang")

    nightly.run_retention()

    assert why(event) == f"{NAME} rang"


def test_two_records_that_go_in_one_night_do_not_keep_each_others_words():
    overdue()
    overdue()
    event = noted(f"{NAME} rang")

    nightly.run_retention()

    assert why(event) == "[name removed] rang"


# The page -------------------------------------------------------------------------


def url(one, kind="registration"):
    return reverse("privacy:erase", args=[kind, one.reference])


def opened(client, one, kind="registration"):
    return client.get(url(one, kind)).context["named"]


def lines(named):
    return [line for room in named.rooms for line in room.lines]


def send(client, one, named, ticked, kind="registration"):
    return client.post(url(one, kind), {"shown": named.keys, "tick": ticked})


def test_the_page_shows_each_find_in_its_sentence_and_takes_out_what_is_ticked(client, one):
    client.force_login(manager(), BACKEND)
    goes, stays = noted(f"For {NAME} only"), noted("Mrs Smythe’s")
    named = opened(client, one)
    page = client.get(url(one)).content.decode()
    assert f'For <mark class="app-found">{NAME}</mark> only' in page
    assert [(line.find.room, line.ticked) for line in lines(named)] == [
        ("Devices", True),
        ("Devices", False),
    ]

    send(client, one, named, [line.find.key for line in lines(named) if line.ticked])

    assert (why(goes), why(stays)) == ("For [name removed] only", "Mrs Smythe’s")


def test_what_somebody_leaves_unticked_stays(client, one):
    client.force_login(manager(), BACKEND)
    event = noted(f"The surgery of Dr {NAME}")

    assert send(client, one, opened(client, one), []).status_code == 302

    assert why(event) == f"The surgery of Dr {NAME}"


def test_what_was_typed_since_the_page_was_shown_is_shown_before_anything_goes(client, one):
    client.force_login(manager(), BACKEND)
    first = noted(f"For {NAME}")
    named = opened(client, one)
    second = noted(f"Again for {NAME}")

    response = send(client, one, named, [line.find.key for line in lines(named)])

    assert response.status_code == 422
    assert "Nothing has been erased." in response.content.decode()
    one.refresh_from_db()
    assert (one.name, why(first)) == (NAME, f"For {NAME}")
    again = response.context["named"]
    assert sorted((line.new, line.ticked) for line in lines(again)) == [(False, True), (True, True)]
    assert send(client, one, again, [line.find.key for line in lines(again)]).status_code == 302
    assert {why(first), why(second)} == {"For [name removed]", "Again for [name removed]"}


def test_words_that_were_changed_since_are_shown_again(client, one):
    client.force_login(manager(), BACKEND)
    risk = a_risk(description="Mrs Smythe leaves")
    named = opened(client, one)
    Risk.objects.filter(pk=risk.pk).update(description=f"Mrs Smythe leaves, {NAME}")

    assert send(client, one, named, []).status_code == 422


def test_two_who_erase_two_people_of_one_sentence_both_take_theirs_out(client, one):
    client.force_login(manager(), BACKEND)
    other = registered(SeminarFactory(), name="Jo Lindqvist", email="jo@post.example")
    event = noted(f"{NAME} and Jo Lindqvist")
    mine, theirs = opened(client, one), opened(client, other)

    for row, named in ((one, mine), (other, theirs)):
        ticked = [line.find.key for line in lines(named)]
        assert send(client, row, named, ticked).status_code == 302

    assert why(event) == "[name removed] and [name removed]"


def test_a_manager_reads_nothing_of_a_case_and_its_name_is_counted_only(client, one, case):
    client.force_login(manager(), BACKEND)
    cases.note(case=case, words=f"Beside {NAME}, who drinks", by=case.worker)

    response = client.get(url(one))

    assert "who drinks" not in response.content.decode()
    named = response.context["named"]
    assert lines(named) == []
    assert [(one.record, one.goes, one.stays) for one in named.unread] == [
        ("Notes and events of a case", 0, 1)
    ]
    # Nor is it ticked by somebody who may not read it.
    send(client, one, named, named.keys.split())
    assert CaseEvent.objects.filter(words__contains=NAME).exists()


def test_a_caseworker_reads_their_own_cases_and_not_the_programmes_words(client, case):
    resident = PersonFactory(kept_by=case.handled_by, name=NAME, email="w@post.example")
    need = needs.add(case=case, kind="skills", item="Reader as Mrs Oakapple-Smythe", by=case.worker)
    a_risk(description=f"{NAME} may sue")
    client.force_login(case.worker, BACKEND)

    response = client.get(url(resident, "resident"))

    page = response.content.decode()
    assert "may sue" not in page
    assert reverse("inclusion_workspace:case", args=[case.reference]) in page
    named = response.context["named"]
    # The need, and the line of its case that says so.
    assert [(line.find.room, line.ticked) for line in lines(named)] == [("Cases", False)] * 2
    send(client, resident, named, [line.find.key for line in lines(named)], "resident")
    assert Need.objects.get(pk=need.pk).item == "Reader as [name removed]"
    assert not Risk.objects.filter(description__contains=NAME).exists()


# The command ----------------------------------------------------------------------


def test_the_command_prints_the_same_and_takes_out_what_is_named(one):
    goes, stays, ticked = (noted(words) for words in (NAME, "Mr Smythe", "Mrs Smythe"))

    listed = run("--dry-run")

    assert f"Devices: What happened to devices {goes.pk}: “[{NAME}]” (removed)" in listed
    assert "Mr [Smythe]" not in listed
    key = re.search(r"\[Mrs Smythe\]” \(kept, unless you add --also (\w+)", listed)[1]
    assert why(goes) == NAME

    run("--also", key)

    assert [why(one) for one in (goes, stays, ticked)] == [
        "[name removed]",
        "Mr Smythe",
        "[name removed]",
    ]


def run(*arguments):
    out = io.StringIO()
    call_command("erase_person", "w@post.example", *arguments, stdout=out)
    return out.getvalue()
