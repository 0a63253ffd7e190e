"""Log lines: JSON for machines, and nobody to be found in them."""

import json
import logging
import os
import socket

import pytest

from diz_portal import tracing
from diz_portal.logs import Formatter, without_people
from tests.words import says


def line(message, *args, **extra) -> dict:
    record = logging.LogRecord("diz", logging.INFO, __file__, 1, message, args, None)
    record.__dict__.update(extra)
    return json.loads(Formatter().format(record))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Mail to Rosa.Field+news@harlow.example failed", "Mail to [hidden] failed"),
        ("<partner@diz.example>: refused", "<[hidden]>: refused"),
        ("call 01279 446655 today", "call [hidden] today"),
        ("redis://:secret@broker.example:6379/0", "redis://broker.example:6379/0"),
        ("call +44 7700 900123", "call [hidden]"),
        ("Not Found: /partners/?q=rosa+field", "Not Found: /partners/?[hidden]"),
        ("GET /invitations/kJ3x_9Qm2LwZp0Ta7RbYc1/ 200", "GET /invitations/[hidden]/ 200"),
        ("GET /accounts/password/reset/key/3-c9x2lm-5f0a1e2b3c4d5e6f7a8b9c0d/ 200", None),
        ("DETAIL:  Key (name)=(Rosa Field) already exists.", "DETAIL:  [hidden]"),
    ],
)
def test_without_people_hides_whoever_could_be_found(said, kept):
    assert without_people(said) == (kept or without_people(said))
    assert not says(without_people(said), "Rosa")
    assert "5f0a1e2b3c4d5e6f" not in without_people(said)


@pytest.mark.parametrize(
    "said",
    [
        "GET /projects/local-full-fibre-network-2026/sites/ 200 5120 bytes 31 ms",
        "GET /projects/fibre/sites/k3v9x2mq7p/ 200",
        "Task projects.tasks.remind[ad1c457c-d3ce-4dde-b31d-1f5a91add3ba] succeeded in 0.037s",
        "Imported 74 sites in 0.812345678901 s",
    ],
)
def test_without_people_keeps_what_is_nobodys(said):
    assert without_people(said) == said


def test_formatter_writes_one_object_with_time_level_and_message():
    tracing.end()
    written = line("Imported %s sites", 74, status_code=200)

    assert written.pop("time").endswith("+00:00")
    assert (written.pop("host"), written.pop("pid")) == (socket.gethostname(), os.getpid())
    assert written == {
        "level": "INFO",
        "logger": "diz",
        "message": "Imported 74 sites",
        "status_code": 200,
    }


def test_formatter_leaves_the_request_out(rf):
    written = line("Not Found: %s", "/x/", request=rf.get("/x/?email=rosa@harlow.example"))

    assert "request" not in written
    assert not says(json.dumps(written), "rosa")


def test_formatter_hides_people_in_tracebacks():
    record = logging.LogRecord("diz", logging.ERROR, __file__, 1, "Failed", (), None)
    record.exc_info = (ValueError, ValueError("rosa@harlow.example is taken"), None)

    written = json.loads(Formatter().format(record))

    assert "ValueError: [hidden] is taken" in written["error"]
