"""What a test does to a line is what it says: else the portal would pass for nothing."""

import socket
import threading
from collections.abc import Iterator

import pytest

from tests.lines import Line

SOON = 0.5


@pytest.fixture
def line() -> Iterator[Line]:
    """To a server that says what it hears."""

    def echo() -> None:
        while True:
            try:
                visitor, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=[visitor], daemon=True).start()

    def answer(visitor: socket.socket) -> None:
        with visitor:
            while said := visitor.recv(100):
                visitor.sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=echo, daemon=True).start()
        with Line(server.getsockname()) as line:
            yield line


def visitor_of(line: Line) -> socket.socket:
    return socket.create_connection(("127.0.0.1", line.port), timeout=SOON)


def heard(visitor: socket.socket, said: bytes) -> bytes | None:
    """What came back; none where nothing did."""
    try:
        visitor.sendall(said)
        return visitor.recv(100)
    except TimeoutError:
        return None


def is_closed(visitor: socket.socket) -> bool:
    try:
        return visitor.recv(100) == b""
    except ConnectionResetError:
        return True


def test_a_line_that_hangs_takes_whoever_comes_and_answers_nobody(line):
    with visitor_of(line) as before:
        assert heard(before, b"1") == b"1"
        line.hang()

        with visitor_of(line) as later:
            assert heard(before, b"2") is None
            assert heard(later, b"2") is None

            line.mend()
            assert heard(before, b"3") == heard(later, b"3") == b"3", "what it took is lost"


def test_a_line_that_is_cut_closes_and_refuses(line):
    with visitor_of(line) as before:
        assert heard(before, b"1") == b"1"
        line.cut()

        with visitor_of(line) as later:
            assert {is_closed(before), is_closed(later)} == {True}

        line.mend()
        with visitor_of(line) as last:
            assert heard(last, b"2") == b"2"


def test_on_a_line_that_vanishes_nobody_is_heard(line):
    with visitor_of(line) as before:
        assert heard(before, b"1") == b"1"
        line.vanish()

        assert heard(before, b"2") is None
        with pytest.raises(TimeoutError):
            visitor_of(line)

        line.mend()
        assert before.recv(100) == b"2", "what was on its way arrives"
        with visitor_of(line) as later:
            assert heard(later, b"3") == b"3"


def test_a_slow_line_takes_its_time_each_way(line):
    with visitor_of(line) as visitor:
        assert heard(visitor, b"1") == b"1"
        line.slow(SOON)

        assert heard(visitor, b"2") is None
        visitor.settimeout(10)
        assert visitor.recv(100) == b"2"
