"""A worker whose broker was silent just when it said that a message was done takes the next one.

Negative control, tried: with kombu's own way its place stays taken, and so a worker of one process
is deaf for ever.
"""

from collections.abc import Iterator

import pytest
from kombu import Connection, Consumer, Producer, Queue
from kombu.transport import redis

from diz_portal.broker import QoS
from tests.lines import Line

QUEUE = Queue("doorbell")


@pytest.fixture
def line(broker) -> Iterator[Line]:
    with Line(str(broker.sockets / "valkey.sock")) as line:
        yield line


@pytest.mark.parametrize("ends", ["ack", "reject"])
def test_a_lost_acknowledgement_frees_its_place(line, monkeypatch, ends):
    monkeypatch.setattr(redis.Channel, "QoS", QoS)
    url = f"redis://127.0.0.1:{line.port}/0"
    taken = []
    with Connection(url, transport_options={"socket_timeout": 0.3, "max_retries": 0}) as there:
        for number in range(2):
            Producer(there.channel()).publish(number, routing_key="doorbell", declare=[QUEUE])
        channel = there.channel()
        channel.basic_qos(0, 1, False)
        consumer = Consumer(channel, [QUEUE], callbacks=[lambda _, one: taken.append(one)])
        consumer.consume()
        there.drain_events(timeout=5)

        assert not channel.qos.can_consume(), "one at a time"
        line.hang()
        with pytest.raises(there.connection_errors):
            getattr(taken[0], ends)()
        line.mend()

        assert channel.qos.can_consume()
        there.drain_events(timeout=5)
        assert len(taken) == 2
