import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diz_portal.outbox.models import Message
from tests.factories.places import PartnershipFactory


@pytest.fixture(autouse=True)
def _no_tries_used_up():
    cache.clear()


@pytest.fixture
def lead_organisation(db):
    return PartnershipFactory().lead_organisation


@pytest.fixture
def letters(db):
    """The letters queued so far, as (template, address) in order."""
    return lambda: list(Message.objects.order_by("pk").values_list("template", "to"))


@pytest.fixture
def last_link(db):
    """The link in the newest letter to an address."""

    def link(to: str) -> str:
        body = Message.objects.filter(to=to).latest("pk").words
        return next(word for word in body.split() if word.startswith("http"))

    return link


@pytest.fixture
def queries_of(client):
    """How many queries a page costs, once whatever is read only the first time was read."""

    def queries(address: str, after=None) -> int:
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    return queries
