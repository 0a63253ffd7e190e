"""Where an email invites a reply, somebody reads it; where nobody would, it does not invite one."""

import email
import re
from email.policy import default
from pathlib import Path

import pytest
from django.conf import settings

from diz_portal import outbox
from diz_portal.attention import Item, Urgency
from diz_portal.attention import services as attention
from diz_portal.outbox import mime, rendering
from diz_portal.outbox.models import Channel, Message
from diz_portal.places.models import Partnership
from partners.models import JoinRequest
from partners.services.registration import register_organisation
from tests.factories.accounts import UserFactory
from tests.factories.outbox import MessageFactory
from tests.factories.partners import manager

TEMPLATES = Path(settings.BASE_DIR) / "templates"
EMAILS = sorted(
    str(file.relative_to(TEMPLATES / "emails")).removesuffix(".txt")
    for file in (TEMPLATES / "emails").rglob("*.txt")
    if file.read_text().startswith("Subject: ")
)
ALLAUTH = sorted((TEMPLATES / "account" / "email").glob("*.txt"))
INVITES = re.compile(
    r"\brepl(y|ies)\b|\bwrite back\b|\b(answer|respond to) (this|the) (email|message)\b", re.I
)
ASKS_FIRST = re.compile(r"{% (?:el)?if reply_to %}.*?(?={% (?:el|end)\w+)", re.DOTALL)


def unasked(source):
    """What a text says where nobody would read a reply."""
    return ASKS_FIRST.sub("", source)


@pytest.mark.parametrize("name", EMAILS)
def test_no_message_invites_a_reply_that_nobody_reads(name):
    _, forms = rendering.sources(name)

    assert not INVITES.search(unasked(forms.pop(Channel.EMAIL)))
    for words in forms.values():
        assert not INVITES.search(words), "A letter, a text or a call is not replied to."


@pytest.mark.parametrize("file", ALLAUTH, ids=lambda file: file.stem)
def test_no_message_about_signing_in_invites_a_reply(file):
    assert not INVITES.search(file.read_text())


def test_an_invitation_is_found_wherever_it_is_not_asked_first():
    assert INVITES.search(unasked("If not, reply to this email."))
    assert INVITES.search(unasked("{% if reply_to %}Call us{% else %}Reply to us{% endif %}"))
    assert not INVITES.search(unasked("{% if reply_to %}reply{% else %}call us{% endif %}."))


def sent(message):
    return email.message_from_bytes(mime.write(message).content, policy=default)


def ask_to_join():
    register_organisation(
        name="Newcomers",
        sector="business",
        identifier_type="company",
        identifier="01234567",
        contact_name="Ann Ash",
        email="ann@newcomers.example",
        message="",
    )
    assert JoinRequest.objects.exists()
    return Message.objects.get(template="partners/application_received")


@pytest.mark.django_db
def test_a_reply_goes_to_the_partnership_and_the_email_says_so():
    Partnership.objects.create(email="hello@zone.example", phone="01632 960 010", reply_days=3)

    message = ask_to_join()

    assert sent(message)["Reply-To"] == "hello@zone.example"
    assert "reply to this email" in message.body
    assert "within 3 working days" in message.body


@pytest.mark.django_db
@pytest.mark.parametrize("by_notify", [False, True])
def test_where_nobody_reads_replies_the_email_gives_a_number_instead(settings, by_notify):
    address = "hello@zone.example" if by_notify else ""
    if by_notify:
        # Notify sets the header itself, and only for an address that it was told.
        settings.NOTIFY_API_KEY, settings.NOTIFY_EMAIL_TEMPLATE_ID = "key", "template"
    Partnership.objects.create(email=address, phone="01632 960 010")

    message = ask_to_join()

    assert message.reply_to == ""
    assert sent(message)["Reply-To"] is None
    assert "reply" not in message.body
    assert "call us" in message.body


@pytest.mark.django_db
def test_a_reminder_is_answered_by_the_manager_who_sent_it():
    boss, owing = manager(), UserFactory(email="priya@supplier.example")
    item = Item(
        key="k:1",
        title="Chase October return",
        about="Fibre",
        when="",
        url="/",
        urgency=Urgency.LATER,
        owed_by="Supplier",
        recipients=lambda: [owing],
        ask="Your October return is overdue",
    )

    attention.chase(item=item, subject="S", words="W", form_key="k" * 8, by=boss)

    message = Message.objects.get()
    assert sent(message)["Reply-To"] == boss.email
    assert boss.email in message.body


@pytest.mark.django_db
def test_only_emails_have_an_address_for_replies_and_it_goes_with_the_text():
    Partnership.objects.create(email="hello@zone.example")
    written = MessageFactory.build(reply_to="Zoë@zone.example")
    assert sent(written)["Reply-To"]

    letter = outbox.queue(
        "privacy/request_paused",
        to="",
        key="letter",
        channel=Channel.LETTER,
        postal_address="1 High Street\nHarlow",
        reader="Ann",
        context={"asked": None, "words": "?"},
    )

    assert letter.reply_to == ""
