"""What would leave the portal for a service outside: read here, word for word."""

import http.server
import json
import logging
import threading
from collections.abc import Iterator

import pytest
from django.test import Client

from diz_portal import telemetry, tracing, views
from tests.programs import wait_until
from tests.words import says

SECRETS = ("Rosa", "Field", "rosa@resident.example", "07700 900123", "CM20 1AA", "hunter22")


class Service(http.server.ThreadingHTTPServer):
    """Takes whatever is sent."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Taking)
        self.taken: list[tuple[str, dict, bytes]] = []
        self.arrived = threading.Semaphore(0)

    def next(self) -> tuple[str, dict, bytes]:
        assert self.arrived.acquire(timeout=10)
        return self.taken[-1]


class _Taking(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), body))
        self.send_response(200)
        self.end_headers()
        self.server.arrived.release()

    def log_message(self, *args):
        pass


@pytest.fixture(autouse=True)
def _nobody_is_left_alone():
    yield
    telemetry._sending.waiting.join()
    telemetry._silent_until = 0.0


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as service:
        threading.Thread(target=service.serve_forever, daemon=True).start()
        yield service
        telemetry._sending.waiting.join()
        service.shutdown()


@pytest.fixture
def sentry(service, settings):
    settings.SENTRY_DSN = f"http://key1@127.0.0.1:{service.server_port}/sentry/42"
    settings.RELEASE = "2026.1"
    handler = telemetry.Errors(level=logging.ERROR)
    logging.getLogger().addHandler(handler)
    yield service
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def otel(service, settings):
    settings.OTEL_ENDPOINT = f"http://127.0.0.1:{service.server_port}"
    settings.OTEL_HEADERS = {"X-Key": "key2"}
    return service


def fail_with_all_of_it(*args, **kwargs):
    name, email, phone = "Rosa Field", "rosa@resident.example", "07700 900123"
    raise ValueError(f"{name} {email} {phone} at CM20 1AA has the password hunter22")


def test_an_error_leaves_with_where_it_happened_and_nothing_of_anybody(sentry, monkeypatch, db):
    monkeypatch.setattr(views.figures, "headlines_for", fail_with_all_of_it)

    answer = Client(raise_request_exception=False).get(
        "/?q=Rosa+Field", headers={"x-note": "rosa@resident.example"}
    )

    path, headers, body = sentry.next()
    assert answer.status_code == 500
    assert path == "/sentry/api/42/envelope/"
    assert "sentry_key=key1" in headers["X-Sentry-Auth"]
    _, item, event = body.splitlines()
    assert json.loads(item) == {"type": "event", "length": len(event)}
    told = json.loads(event)
    assert set(told) == {
        *("event_id", "timestamp", "platform", "level", "logger", "server_name", "release"),
        *("tags", "exception"),
    }
    assert told["tags"]["request_id"] == answer[tracing.HEADER]
    [exception] = told["exception"]["values"]
    assert set(exception) == {"type", "module", "stacktrace"}
    assert exception["type"] == "ValueError"
    last = exception["stacktrace"]["frames"][-1]
    assert last["function"] == "fail_with_all_of_it"
    assert set(last) == {"filename", "module", "function", "lineno", "in_app"}
    assert [secret for secret in SECRETS if says(body.decode(), secret)] == []


def test_an_error_without_an_exception_leaves_as_a_place_in_the_code(sentry):
    logging.getLogger("diz").error("No such person: %s", "Rosa Field")

    told = json.loads(sentry.next()[2].splitlines()[-1])

    assert told["message"].startswith("diz test_telemetry.test_an_error_without_an_exception")
    assert not says(json.dumps(told), "Rosa")


@pytest.mark.django_db
def test_a_request_leaves_as_its_view_and_its_time(otel):
    answer = Client().get("/about/?q=Rosa+Field")

    path, headers, body = otel.next()
    assert path == "/v1/traces"
    assert headers["X-Key"] == "key2"
    [resource] = json.loads(body)["resourceSpans"]
    [span] = resource["scopeSpans"][0]["spans"]
    facts = {one["key"]: next(iter(one["value"].values())) for one in span["attributes"]}
    pid = facts.pop("process.pid")
    assert pid.isdigit()
    assert (span["name"], facts) == (
        "about",
        {
            "http.request.method": "GET",
            "http.route": "/about/",
            "http.response.status_code": "200",
            "request_id": answer[tracing.HEADER],
        },
    )
    assert int(span["endTimeUnixNano"]) >= int(span["startTimeUnixNano"])
    assert [secret for secret in SECRETS if says(body.decode(), secret)] == []


@pytest.mark.django_db
def test_nothing_leaves_where_nothing_is_configured(monkeypatch, settings):
    sent = []
    monkeypatch.setattr(telemetry, "send", sent.append)

    Client().get("/about/")
    telemetry.Errors().handle(logging.makeLogRecord({"levelno": logging.ERROR}))

    assert (settings.SENTRY_DSN, settings.OTEL_ENDPOINT, sent) == ("", "", [])


def test_a_service_that_is_away_costs_nobody_anything(settings):
    settings.OTEL_ENDPOINT = "http://127.0.0.1:9"

    for _ in range(2 * telemetry.MOST_WAITING):
        telemetry.send(telemetry.span("a", 1, {}, kind=2, is_error=False))
    wait_until(lambda: telemetry._silent_until > 0)
