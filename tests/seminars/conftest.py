import pytest

from diz_portal.outbox.models import Message
from tests.factories.places import PartnershipFactory


@pytest.fixture
def partnership(db):
    return PartnershipFactory()


@pytest.fixture
def letters(db):
    """The kinds of letters queued for an address so far, in order."""

    def kinds(to: str) -> list[str]:
        rows = Message.objects.filter(to=to).order_by("pk")
        return [name.removeprefix("seminars/") for name in rows.values_list("template", flat=True)]

    return kinds
