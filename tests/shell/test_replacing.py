"""A web process that grew is replaced between requests, and no visitor notices."""

import contextlib
import gc
import http.client
import runpy
from urllib.parse import urlsplit

import psutil
import pytest

from diz_portal import patience, tally
from diz_portal.watch import LOOK_AT_MEMORY_EVERY
from tests import programs

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_process_that_grew_is_replaced_and_everybody_is_answered():
    with programs.web(WEB_MEMORY_MB="1") as address:
        host = urlsplit(address).netloc
        port = int(host.rpartition(":")[2])
        first = {one.pid for one in web_processes(port)}
        statuses = set()
        for _ in range(2 * 2 * LOOK_AT_MEMORY_EVERY):
            visitor = http.client.HTTPConnection(host, timeout=30)
            visitor.request("GET", "/healthz")
            statuses.add(visitor.getresponse().status)
            visitor.close()

        assert statuses == {200}
        programs.wait_until(lambda: first - {one.pid for one in web_processes(port)})


def test_processes_share_what_they_begin_with(monkeypatch):
    """Swept before the first is forked, and by none of them."""
    done = []
    monkeypatch.setattr(tally, "lay_out", lambda: done.append("laid out"))
    monkeypatch.setattr(gc, "freeze", lambda: done.append("frozen"))
    monkeypatch.setenv(patience.ROLE, "")

    runpy.run_path(str(programs.ROOT / "gunicorn.conf.py"))["when_ready"](None)

    assert done == ["laid out", "frozen"]


def test_no_process_is_replaced_for_what_it_has_answered(monkeypatch):
    """It is never as quick as after its first thousands: only its memory counts."""
    monkeypatch.setenv(patience.ROLE, "")

    says = runpy.run_path(str(programs.ROOT / "gunicorn.conf.py"))

    assert says["preload_app"]
    assert not says.get("max_requests")


def web_processes(port: int) -> list[psutil.Process]:
    """Those of gunicorn's, without the one that forks them."""
    for one in psutil.Process().children(recursive=True):
        # One that ends while it is looked at is none.
        with contextlib.suppress(psutil.NoSuchProcess):
            if one.is_running() and one.name() and one.environ().get("PORT") == str(port):
                return one.children()
    return []
