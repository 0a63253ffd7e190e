"""Every message to a resident in its four forms, and the calendar entry that goes with it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from icalendar import Calendar

from diz_portal import outbox
from diz_portal.outbox import rendering, texts
from diz_portal.outbox.models import Channel, Message
from diz_portal.references import new_reference
from seminars import services
from seminars.models import Mode, Registration
from seminars.services import letters
from tests.factories.seminars import SeminarFactory, registered
from tests.outbox.conftest import post_office  # noqa: F401  a real mail server
from tests.reminding import sweep_reminders

pytestmark = pytest.mark.django_db

FOLDER = Path(django_settings.BASE_DIR) / "templates" / "emails" / "seminars"
KINDS = sorted(
    path.stem for path in FOLDER.glob("*.txt") if path.read_text().startswith("Subject: ")
)
MOBILE, ADDRESS = "+447700900982", "1 Example Street\nHarlow\nCM20 1AA"
WAYS = {
    Channel.TEXT: {"email": "", "channel": "text", "phone": MOBILE},
    Channel.PHONE: {"email": "", "channel": "phone", "phone": "+441632960001"},
    Channel.LETTER: {"email": "", "channel": "letter", "postal_address": ADDRESS},
}
EXTRA = {
    "waiting": {"ahead": 3},
    "address_full": {"asked_name": "Cuthbert Example", "others": ["Albert Example"]},
    "given_back": {"was": "confirmed"},
    "moved": {"before": "1 March 2027, 10am, Harlow Playhouse", "reason": "The hall is closed."},
    "joining": {"is_first": False},
    "called_off": {"reason": "The speaker is ill and nobody else can talk about it. " * 5},
    "reminder": {"subject": "Soon", "text": "Do come.", "days": 7},
    "message": {"subject": "News", "text": "The room is upstairs. " * 100},
}


@pytest.fixture
def texting(settings):
    settings.NOTIFY_API_KEY = settings.NOTIFY_TEXT_TEMPLATE_ID = "set"


def told(person) -> Message:
    return Message.objects.filter(key__startswith=letters.prefix(person)).latest("pk")


def test_every_message_to_a_resident_has_all_four_forms():
    assert len(KINDS) >= 11
    for kind in KINDS:
        _subject, forms = rendering.sources(f"seminars/{kind}")
        assert set(forms) == set(Channel.values), kind


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("channel", WAYS)
def test_each_form_can_be_written_at_its_longest(texting, kind, channel):
    seminar = SeminarFactory(
        title="An afternoon of digital confidence for everybody " * 3,
        venue_name="The Great Hall of the Example Playhouse and Community Centre " * 2,
    )
    person = registered(seminar, name="Ann Example", **WAYS[channel])
    person.offer_expires_at = timezone.now()

    letters.send(kind, person, once="again", **EXTRA.get(kind, {}))

    message = told(person)
    assert message.channel == channel
    assert "{" not in message.words
    if channel == Channel.TEXT:
        assert texts.segments(message.words) <= 2
        assert set(message.words) <= texts._BASIC | texts._EXTENDED
        links = re.findall(r"\S+://\S+", message.words)
        assert links[-1:] == [person.link] or kind in {"offer_lapsed", "confirm_lapsed"}
        assert "An afternoon" in message.words
    else:
        # What is on paper or on a colleague's screen must not be a key to the place.
        assert person.token not in message.words
        assert not message.secret
        assert person.reference in message.words
        assert "Ann Example" in message.words


def test_a_phone_script_says_what_to_say_to_ask_and_to_write_down():
    person = registered(SeminarFactory(title="Online safely"), **WAYS[Channel.PHONE])

    message = told(person)

    assert (message.to, message.reader) == ("+441632960001", person.name)
    for heading in ("Say:", "Ask:", "Record:"):
        assert f"\n{heading}\n" in message.words
    assert "Online safely" in message.words


def test_text_becomes_a_call_where_no_text_can_be_sent(settings):
    settings.NOTIFY_API_KEY = ""

    message = told(registered(SeminarFactory(), **WAYS[Channel.TEXT]))

    assert (message.channel, message.to) == (Channel.PHONE, MOBILE)


def needed_by(seminar, channel):
    """A letter is posted two working days before."""
    starts = seminar.starts_at
    return outbox.post_by(starts) if channel == Channel.LETTER else starts


@pytest.mark.parametrize(
    ("days", "phone", "channel"),
    [(10, MOBILE, "letter"), (3, MOBILE, "phone"), (3, "", "letter")],
)
def test_letter_that_would_come_too_late_becomes_a_call(days, phone, channel):
    seminar = SeminarFactory(starts_at=timezone.now() + timedelta(days=days))

    message = told(registered(seminar, **{**WAYS[Channel.LETTER], "phone": phone}))

    assert message.channel == channel
    assert message.needed_by == needed_by(seminar, channel)


def test_reminder_is_not_posted_when_it_would_come_too_late():
    person = registered(SeminarFactory(), **WAYS[Channel.LETTER])

    sweep_reminders(now=person.seminar.starts_at - timedelta(days=6))
    assert told(person).template == "seminars/reminder"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letters, "_is_too_late", lambda needed_by: True)
        sweep_reminders(now=person.seminar.starts_at - timedelta(hours=23))

    assert ("skipped", "too late for a letter") in person.reminders.values_list("state", "reason")
    assert Message.objects.filter(template="seminars/reminder").count() == 1


def waiting_for_staff(person) -> list[str]:
    rows = Message.objects.for_staff().filter(key__startswith=letters.prefix(person))
    return [name.removeprefix("seminars/") for name in rows.values_list("template", flat=True)]


@pytest.mark.parametrize("channel", [Channel.LETTER, Channel.PHONE])
def test_nobody_is_told_of_a_place_at_a_seminar_that_was_cancelled(channel):
    seminar = SeminarFactory(starts_at=timezone.now() + timedelta(days=30))
    person = registered(seminar, **WAYS[channel])
    assert waiting_for_staff(person) == ["registered"]

    services.cancel_seminar(by=None, seminar=seminar)

    assert waiting_for_staff(person) == ["called_off"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("https://a.example", "https://b.example", "has changed"),
        ("", "https://b.example", "joining link"),
        ("https://a.example", "", "no longer works"),
    ],
)
@pytest.mark.parametrize("channel", ["email", *WAYS])
def test_new_link_is_told_once_to_whoever_has_a_place_online(texting, channel, old, new, said):
    seminar = SeminarFactory(mode=Mode.HYBRID, capacity_online=1, joining_link=old)
    person = registered(seminar, place="online", **WAYS.get(channel, {}))
    registered(seminar, place="online")  # waits
    registered(seminar, place="in_person")
    assert person.calendar_sequence == 0

    for _ in range(2):
        services.edit(by=None, seminar=seminar, joining_link=new, title="Online safely")

    message = Message.objects.get(template="seminars/joining")
    assert message.key.startswith(letters.prefix(person))
    assert (message.channel, message.needed_by) == (channel, needed_by(seminar, channel))
    if channel == Channel.LETTER and not old:
        # On paper nothing is a link: it is an address to type.
        said = "to join the seminar below online, type this address into your web browser"
    assert said in message.words.lower()
    assert old == "" or old not in message.words
    if channel != Channel.TEXT:
        # A text names the page, where the link stands.
        assert new in message.words
    person.refresh_from_db()
    assert person.calendar_sequence == 1
    assert list(seminar.events.values_list("kind", flat=True)) == ["joining"]


@pytest.mark.parametrize("values", [{"state": "draft"}, {"state": "held"}, {"state": "cancelled"}])
def test_link_that_nobody_needs_is_told_to_nobody(values):
    seminar = SeminarFactory(mode=Mode.ONLINE, capacity_online=5, capacity_in_person=0)
    registered(seminar)
    type(seminar).objects.filter(pk=seminar.pk).update(**values)

    services.edit(by=None, seminar=seminar, joining_link="https://b.example")

    assert not Message.objects.filter(template="seminars/joining").exists()
    assert not seminar.events.exists()


def test_only_the_latest_link_waits_to_be_read_out():
    seminar = SeminarFactory(mode=Mode.ONLINE, capacity_online=5, capacity_in_person=0)
    person = registered(seminar, **WAYS[Channel.PHONE])

    for link in ("https://a.example", "https://b.example"):
        services.edit(by=None, seminar=seminar, joining_link=link)

    assert sorted(waiting_for_staff(person)) == ["joining", "registered"]
    assert "https://b.example" in told(person).words


def test_staff_tell_only_how_it_stands_now():
    seminar = SeminarFactory(capacity_in_person=1, starts_at=timezone.now() + timedelta(hours=30))
    first = registered(seminar)
    person = registered(seminar, **WAYS[Channel.PHONE])
    other = registered(seminar, **WAYS[Channel.PHONE])
    assert waiting_for_staff(person) == ["waiting"]

    services.give_back(registration=first)
    assert waiting_for_staff(person) == ["offered"]
    services.accept_offer(registration=person)
    assert waiting_for_staff(person) == ["registered"]
    services.give_back(registration=person)

    assert waiting_for_staff(person) == ["given_back"]
    assert waiting_for_staff(other) == ["offered"]


def test_letter_of_an_organiser_leaves_the_personal_link_out(organiser):
    seminar = SeminarFactory()
    person = registered(seminar, **WAYS[Channel.LETTER])

    services.send_message(
        by=organiser,
        seminar=seminar,
        reference=new_reference(),
        subject="The room",
        text="We meet upstairs.\n\nYour page: {my place}",
        groups=["confirmed"],
        places=[],
    )

    body = told(person).words
    assert "We meet upstairs." in body
    assert "registration/" not in body


@pytest.fixture
def organiser(django_user_model):
    return django_user_model.objects.create_user("o@test.example", None, name="Olga")


@pytest.mark.parametrize(
    "values",
    [
        {"channel": "email", "email": ""},
        {"channel": "text", "phone": "+441279446611"},
        {"channel": "phone", "phone": ""},
        {"channel": "letter", "postal_address": ""},
        {"channel": "pigeon"},
        {"phone": "01279 446611"},
    ],
)
def test_database_refuses_a_way_that_leads_nowhere(values):
    person = registered(SeminarFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=person.pk).update(**values)


def test_erase_forgets_how_to_reach_somebody_and_what_waits_for_staff():
    person = registered(SeminarFactory(), **{**WAYS[Channel.LETTER], "phone": MOBILE})

    services.erase(registration=person)

    person.refresh_from_db()
    assert (person.channel, person.phone, person.postal_address) == ("", "", "")
    assert not Message.objects.filter(key__startswith=letters.prefix(person)).exists()


# The entry for a calendar ------------------------------------------------------------


def entry_of(mail):
    (part,) = mail.iter_attachments()
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    assert part.get_content_type() == "text/calendar"
    # RFC 6047: the part names the same method as the file.
    assert part.get_param("method") == calendar["method"]
    return str(calendar["method"]), event


def post_all():
    waiting = Message.objects.filter(state="queued", channel="email").order_by("pk")
    for pk in waiting.values_list("pk", flat=True):
        assert outbox.deliver(pk) == "sent"


def test_letters_carry_an_entry_that_follows_the_truth(post_office, organiser):  # noqa: F811
    seminar = SeminarFactory(
        mode=Mode.ONLINE, capacity_online=5, capacity_in_person=0, joining_link="https://j.example"
    )
    registered(seminar)
    later = seminar.starts_at + timedelta(days=1)
    services.move(
        by=organiser, seminar=seminar, starts_at=later, ends_at=later + timedelta(hours=1)
    )
    services.cancel_seminar(by=organiser, seminar=seminar)

    post_all()

    entries = [entry_of(mail) for mail in post_office.taken]
    assert [method for method, _event in entries] == ["PUBLISH", "PUBLISH", "CANCEL"]
    events = [event for _method, event in entries]
    assert len({event["uid"] for event in events}) == 1
    assert [int(event["sequence"]) for event in events] == [0, 1, 2]
    assert events[1]["dtstart"].dt == later.replace(microsecond=0)
    assert events[2]["status"] == "CANCELLED"
    # RFC 5546 asks for who arranges it, in both methods, and for no guests when publishing.
    assert all(event["organizer"].startswith("mailto:") for event in events)
    assert not any("attendee" in event for event in events)


def test_new_link_replaces_the_entry_with_the_old_one(post_office):  # noqa: F811
    seminar = SeminarFactory(
        mode=Mode.ONLINE, capacity_online=5, capacity_in_person=0, joining_link="https://a.example"
    )
    registered(seminar)
    services.edit(by=None, seminar=seminar, joining_link="https://b.example")

    post_all()

    (_, first), (method, second) = [entry_of(mail) for mail in post_office.taken]
    assert (method, second["uid"]) == ("PUBLISH", first["uid"])
    assert (int(first["sequence"]), int(second["sequence"])) == (0, 1)
    assert (first["location"], second["location"]) == ("https://a.example", "https://b.example")


def test_giving_back_takes_the_entry_out_again(post_office):  # noqa: F811
    person = registered(SeminarFactory())
    services.give_back(registration=person)

    post_all()

    (first, entered), (second, taken_out) = [entry_of(mail) for mail in post_office.taken]
    assert (first, second) == ("PUBLISH", "CANCEL")
    assert int(taken_out["sequence"]) > int(entered["sequence"])


def test_waiting_carries_no_entry(post_office):  # noqa: F811
    seminar = SeminarFactory(capacity_in_person=1)
    registered(seminar)
    registered(seminar)

    post_all()

    assert [len(list(mail.iter_attachments())) for mail in post_office.taken] == [1, 0]


def test_an_email_to_somebody_who_waits_does_not_speak_of_their_place():
    seminar = SeminarFactory(capacity_in_person=1)
    registered(seminar)
    waiting = registered(seminar)

    assert "View, change or cancel your booking:" in told(waiting).words


# Staff ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"channel": "email"}, "email"),
        ({"channel": "phone"}, "phone"),
        ({"channel": "phone", "phone": "12"}, "phone"),
        ({"channel": "text", "phone": "01279 446611"}, "phone"),
        ({"channel": "letter"}, "postal_address"),
        ({"channel": "letter", "postal_address": "a\nb\nc\nd\ne\nf\ng"}, "postal_address"),
        ({"channel": "letter", "postal_address": "a" * 46}, "postal_address"),
        ({}, "channel"),
    ],
)
def test_form_asks_for_what_the_chosen_way_needs(typed, field):
    from seminars.forms import StaffRegisterForm

    form = StaffRegisterForm({"name": "Ann", **typed}, seminar=SeminarFactory(), cancel="/")

    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_contact_changed_goes_to_the_new_address_from_then_on(organiser):
    person = registered(SeminarFactory())

    services.change_contact(
        registration=person, by=organiser, channel="letter", postal_address=ADDRESS
    )
    services.give_back(registration=person)

    assert told(person).postal_address == ADDRESS
    assert list(person.events.values_list("kind", "by"))[1] == ("changed", organiser.pk)


def test_contact_cannot_take_another_persons_address(organiser):
    seminar = SeminarFactory()
    first, second = (registered(seminar, name="Ann Example") for _ in range(2))

    with pytest.raises(services.AddressTaken):
        services.change_contact(
            registration=second, by=organiser, channel="email", email=first.email.upper()
        )


def test_contact_refuses_a_way_without_an_address(organiser):
    with pytest.raises(services.CannotBeTold):
        services.change_contact(
            registration=registered(SeminarFactory()), by=organiser, channel="text"
        )
