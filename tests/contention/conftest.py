"""The portal's web server, started once for all who contend."""

from collections.abc import Iterator

import pytest

from tests import programs
from tests.factories.places import PartnershipFactory


@pytest.fixture(scope="package")
def server(django_db_setup, django_db_blocker) -> Iterator[str]:
    with (
        django_db_blocker.unblock(),
        programs.web(DIZ_LIMITS="off", WEB_WORKERS="2") as address,
    ):
        yield address


@pytest.fixture
def address(server) -> str:
    PartnershipFactory()
    return server
