"""An address that the mail server refuses is seen beside the person, to be asked for another."""

import pytest
from django.urls import reverse

from diz_portal import outbox
from seminars import services
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory, registered
from tests.outbox.conftest import post_office  # noqa: F401  a real mail server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("partnership")]


def test_a_refused_address_shows_in_the_list_and_on_the_page_until_another_is_given(
    client,
    post_office,  # noqa: F811
):
    organiser = manager()
    client.force_login(organiser)
    seminar = SeminarFactory()
    registered(seminar, name="Bea Reached")
    outbox.sweep()
    ann = registered(seminar, name="Ann Mistyped")
    post_office.reader_answer = "550 5.1.1 no such person"
    outbox.sweep()

    def shown(name, *args):
        return client.get(reverse(f"seminars_workspace:{name}", args=args)).content.decode()

    listed = shown("seminar", seminar.slug)
    assert listed.count("Not contacted") == 1
    assert listed.index("Ann Mistyped") < listed.index("Not contacted")
    page = shown("registration", seminar.slug, ann.reference)
    assert "could not be delivered" in page
    assert "The mail server refused it (550 5.1.1)" in page

    services.change_contact(
        registration=ann, channel="email", email="right@test.example", by=organiser
    )

    assert "Not contacted" not in shown("seminar", seminar.slug)
