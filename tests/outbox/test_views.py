import pytest
from django.urls import reverse

from diz_portal.outbox.models import Message
from tests.factories.outbox import MessageFactory

pytestmark = pytest.mark.django_db
SENT_MAIL = "/workspace/mail/"


def test_sent_mail_says_when_there_is_none(client):
    assert "No messages yet" in client.get(SENT_MAIL).content.decode()


def test_sent_mail_shows_strangers_every_message(client):
    assert reverse("outbox:sent_mail") == SENT_MAIL
    email = MessageFactory(subject="<b>Your code</b>", secret=True)

    page = client.get(SENT_MAIL).content.decode()

    assert "&lt;b&gt;Your code&lt;/b&gt;" in page
    assert reverse("outbox:message", args=[email.reference]) in page


def test_sent_mail_finds_mail_to_one_address(client):
    MessageFactory(to="ann@council.example")
    other = MessageFactory(to="bob@council.example")

    assert list(client.get(SENT_MAIL, {"to": " BOB@"}).context["post"]) == [other]
    assert "No messages match" in client.get(SENT_MAIL, {"to": "\x00zoe"}).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_sent_mail_costs_the_same_at_any_length(client, rows, django_assert_num_queries):
    MessageFactory.create_batch(rows)
    # The partnership, how many, which.
    with django_assert_num_queries(3):
        client.get(SENT_MAIL)


def test_message_makes_its_links_clickable(client):
    email = MessageFactory(body="Hello <you>\n\nhttp://127.0.0.1:8000/invitation/x/?a=1\n")

    page = client.get(reverse("outbox:message", args=[email.reference])).content.decode()

    assert '<a href="http://127.0.0.1:8000/invitation/x/?a=1" rel="nofollow">' in page
    assert "Hello &lt;you&gt;" in page


def test_message_is_unknown_under_another_reference(client):
    assert client.get(reverse("outbox:message", args=["2345678923"])).status_code == 404


def test_sent_mail_is_not_there_outside_development(client, settings):
    settings.SHOW_SENT_MAIL = False
    email = MessageFactory()

    assert client.get(SENT_MAIL).status_code == 404
    assert client.get(reverse("outbox:message", args=[email.reference])).status_code == 404


def test_sent_mail_changes_nothing(client):
    assert client.post(SENT_MAIL).status_code == 405
    assert not Message.objects.exists()
