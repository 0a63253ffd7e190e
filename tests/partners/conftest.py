import pytest

from diz_portal.outbox.models import Message
from tests.factories.places import PartnershipFactory


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
