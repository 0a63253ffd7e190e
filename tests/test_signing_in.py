"""What signs in a test's browser leaves what Django's own would leave."""

import pytest
from django.test import Client
from django.test.client import ClientMixin

from diz_portal.accounts.models import Visit
from tests.factories.accounts import UserFactory

from . import signing_in


@pytest.fixture
def person(db, time_machine):
    time_machine.move_to("2026-03-02T10:00:00+00:00", tick=False)
    Client().get("/accessibility/")  # who is told of a sign-in is known from the first page on
    return UserFactory(last_login=None)


def left_by(sign_in, person) -> tuple:
    """The visit, whose it is, what the person's row says, and whom the portal then sees."""
    Visit.objects.all().delete()
    person.last_login = None
    person.save()
    client = Client()
    sign_in(client, person, client._get_backend())
    (visit,) = Visit.objects.all()
    person.refresh_from_db()
    cookie = client.cookies["sessionid"]
    seen = client.get("/workspace/").wsgi_request.user
    assert cookie.value == visit.session_key
    told = {name: value for name, value in cookie.items() if value}
    return (visit.get_decoded(), visit.account, visit.has_answers, visit.expire_date), (
        person.last_login,
        seen,
        told,
    )


def test_a_visit_is_the_same_as_one_made_by_django(person):
    assert ClientMixin._login is signing_in.sign_in

    assert left_by(signing_in.sign_in, person) == left_by(signing_in.usual, person)


def test_it_asks_six_times(person, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        Client().force_login(person)


def test_somebody_else_in_the_same_browser_is_somebody_else(person):
    client, other = Client(), UserFactory()
    client.force_login(person)
    before = client.session.session_key

    client.force_login(other)

    assert client.session["_auth_user_id"] == str(other.pk)
    assert client.session.session_key != before
