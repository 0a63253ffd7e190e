import pytest

from diz_portal.api import pace
from tests.factories.places import PartnershipFactory


@pytest.fixture
def partnership(db):
    return PartnershipFactory()


@pytest.fixture(autouse=True)
def _nobody_has_asked():
    pace.forget_all()
