import logging
from collections.abc import Iterator

import pytest

from diz_portal import servers

# `make faults` prints figures, not every word of the mail server.
logging.getLogger("mail.log").setLevel(logging.WARNING)


@pytest.fixture
def broker(tmp_path_factory) -> Iterator[servers.Valkey]:
    """A broker that only this test flushes and kills."""
    folder = tmp_path_factory.mktemp("broker")
    broker = servers.Valkey(folder, durable=False, dies_with_us=True)
    broker.start()
    yield broker
    broker.stop()
