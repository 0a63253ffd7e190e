import pytest
from django.core.cache import cache

from diz_portal.outbox.models import Email
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
    return lambda: list(Email.objects.order_by("pk").values_list("template", "to"))


@pytest.fixture
def last_link(db):
    """The link in the newest letter to an address."""

    def link(to: str) -> str:
        body = Email.objects.filter(to=to).latest("pk").body
        return next(word for word in body.split() if word.startswith("http"))

    return link
