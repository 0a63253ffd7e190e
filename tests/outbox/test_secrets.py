"""Codes and private links: sealed until they are sent, and shown to nobody but their reader."""

import pghistory
import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal import outbox
from diz_portal.outbox.models import Attachment, Message, MessageState
from tests.factories.accounts import UserFactory
from tests.factories.outbox import MessageFactory
from tests.factories.partners import manager
from tests.outbox.test_notify import KEY

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CODE = "HGGJ-RGFD"
FILE = outbox.File("seminar.ics", "text/calendar", f"BEGIN\r\nURL:https://x/{CODE}\r\n".encode())
LOST = "The text cannot be read: the key it was encrypted with is not in SEALING_KEYS"


@pytest.fixture
def secret(letter):
    name = letter(f"Subject: Your lessons\nYour code is {CODE}.\n")

    def queue(key="one", **values):
        return outbox.queue(
            name, to="ann@home.example", key=key, secret=True, attachments=[FILE], **values
        )

    return queue


def everything_stored() -> str:
    """All of the outbox's tables as the database gives them to whoever copies it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m::text || COALESCE(encode(a.content, 'escape'), '') "
            "FROM outbox_message m LEFT JOIN outbox_attachment a ON a.message_id = m.id"
        )
        return "\n".join(row for (row,) in cursor.fetchall())


def test_no_code_stands_in_the_tables_and_it_arrives_whole(secret, post_office):
    message = secret()

    stored = everything_stored()

    assert "Your lessons" in stored
    assert CODE not in stored
    assert (message.body, CODE in message.words) == ("", True)
    outbox.deliver(message.pk)
    (email,) = post_office.taken
    assert CODE in email.get_body(("plain",)).get_content()
    assert CODE in email.get_body(("html",)).get_content()
    assert next(email.iter_attachments()).get_payload(decode=True) == FILE.content


def test_many_at_once_are_sealed_too(letter):
    name = letter(f"Subject: Your lessons\nYour code is {CODE}.\n")

    with outbox.together():
        for key in ("one", "two"):
            outbox.queue(name, to="ann@home.example", key=key, secret=True)

    assert CODE not in everything_stored()
    assert all(CODE in message.words for message in Message.objects.all())


def test_database_refuses_a_secret_in_plain_text(secret):
    message = secret()

    for change in (
        lambda: Message.objects.filter(pk=message.pk).update(body=f"Your code is {CODE}"),
        lambda: Message.objects.filter(pk=message.pk).update(secret=False),
        lambda: Attachment.objects.update(sealed=False),
        lambda: message.attachments.create(name="b.ics", content_type="a/b", content=b"x"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_lost_key_fails_its_message_and_no_other(secret, post_office, settings, caplog):
    kept = settings.SEALING_KEYS
    message = secret()
    settings.SEALING_KEYS = [Fernet.generate_key().decode()]
    other = MessageFactory()

    counts = outbox.sweep()

    assert counts == {"failed": 1, "sent": 1}
    message.refresh_from_db()
    assert (message.state, message.last_error) == (MessageState.FAILED, LOST)
    other.refresh_from_db()
    assert other.state == MessageState.SENT
    settings.SEALING_KEYS = [*settings.SEALING_KEYS, *kept]
    Message.objects.filter(pk=message.pk).update(due_at=timezone.now())
    assert outbox.deliver(message.pk) == "sent"


def test_a_key_that_stays_lost_is_given_up_visibly(secret, post_office, settings, caplog):
    message = secret()
    settings.SEALING_KEYS = [Fernet.generate_key().decode()]
    Message.objects.update(retry_until=timezone.now())

    assert outbox.deliver(message.pk) == "given_up"

    message.refresh_from_db()
    assert (message.last_error, message.sealed) == (LOST, "")
    assert "cannot be read" in caplog.text
    assert not Attachment.objects.exists()


def test_a_lost_key_is_no_error_of_notifys(secret, settings):
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEXT_TEMPLATE_ID = KEY, "t"
    message = MessageFactory(secret=True, channel="text", to="+447700900123", body=f"Code {CODE}")
    settings.SEALING_KEYS = [Fernet.generate_key().decode()]

    assert outbox.deliver(message.pk) == "failed"

    message.refresh_from_db()
    assert message.last_error == LOST


# In the admin, nobody ---------------------------------------------------------------


@pytest.mark.parametrize("superuser", [False, True])
def test_the_admin_shows_a_secret_to_nobody(client, secret, superuser):
    message = secret()
    by_hand = MessageFactory(
        secret=True, channel="letter", postal_address="1 High Street", body=f"Code {CODE}"
    )
    person = UserFactory(is_superuser=True, is_staff=True) if superuser else manager()
    client.force_login(person, BACKEND)
    changelist = reverse("admin:outbox_message_changelist")

    for one in (message, by_hand):
        for verb in ("change", "history", "send_again"):
            page = client.get(reverse(f"admin:outbox_message_{verb}", args=[one.pk]))
            assert CODE not in page.content.decode()
            assert one.sealed not in page.content.decode()
    for asked in ({}, {"o": "1"}, {"_facets": "True"}):
        page = client.get(changelist, asked).content.decode()
        assert CODE not in page
        assert message.sealed not in page
    for asked in (CODE, "Your code", message.sealed[:20]):
        assert not list(client.get(changelist, {"q": asked}).context["cl"].result_list)


def test_send_again_does_not_name_who_is_being_helped(client):
    client.force_login(manager(), BACKEND)
    message = MessageFactory(template="inclusion/person_referred", to="ada@home.example")
    ordinary = MessageFactory(to="ann@council.example")

    pages = [
        client.get(reverse("admin:outbox_message_send_again", args=[one.pk])).content.decode()
        for one in (message, ordinary)
    ]

    assert "ada@home.example" not in pages[0]
    assert "ann@council.example" in pages[1]


def test_no_event_table_follows_messages():
    tracked = {
        model.pgh_tracked_model
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event)
    }

    assert tracked
    assert not tracked & {Message, Attachment}


# By letter and telephone ------------------------------------------------------------


@pytest.fixture
def on_paper():
    return MessageFactory(
        secret=True,
        channel="letter",
        to="",
        reader="Ann Example",
        postal_address="1 High Street",
        body=f"Dear Ann\n\nYour code is {CODE}.\n",
    )


def test_staff_read_in_their_room_what_they_are_to_post(client, on_paper):
    client.force_login(manager(), BACKEND)

    page = client.get(reverse("letters:one", args=[on_paper.reference]))
    paper = client.get(reverse("letters:print", args=[on_paper.reference]))

    assert CODE in page.content.decode()
    assert paper.status_code == 200


def test_a_letter_whose_key_is_lost_says_so_and_the_others_print(client, on_paper, settings):
    client.force_login(manager(), BACKEND)
    settings.SEALING_KEYS = [Fernet.generate_key().decode()]

    page = client.get(reverse("letters:one", args=[on_paper.reference]))
    paper = client.get(reverse("letters:print", args=[on_paper.reference]))
    all_of_them = client.get(reverse("letters:print_all"))

    assert "its key is missing" in page.content.decode()
    assert paper.status_code == 404
    assert all_of_them.status_code == 302


# On a developer's machine -----------------------------------------------------------


def test_the_mail_page_of_development_shows_the_code(client, secret, settings):
    message = secret()
    address = reverse("outbox:message", args=[message.reference])

    assert CODE in client.get(address).content.decode()
    settings.SEALING_KEYS = [Fernet.generate_key().decode()]
    assert "not in SEALING_KEYS" in client.get(address).content.decode()


# Names that are to be named no more, and rows from before ----------------------------


def test_reword_reaches_what_is_sealed_and_what_is_not(settings):
    words = "You and Otto Guest have places."
    rows = [
        MessageFactory(key=f"seminar-abc-{number}", secret=secret, body=words)
        for number, secret in enumerate((True, False))
    ]
    other = MessageFactory(key="seminar-xyz-1", secret=True, body=words)

    outbox.reword(key_prefix="seminar-abc-", old="Otto Guest", new="your guest")

    for row in [*rows, other]:
        row.refresh_from_db()
    assert [row.words for row in rows] == ["You and your guest have places."] * 2
    assert other.words == words
