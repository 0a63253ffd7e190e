import pytest

from tests.factories.places import PartnershipFactory


@pytest.fixture
def partnership(db):
    return PartnershipFactory()
