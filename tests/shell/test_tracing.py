"""One name for a request: in the log, in the answer, and on the page of an error."""

import json
import logging
import re

import pytest
from django.db import OperationalError
from django.test import Client

from diz_portal import tracing, views
from diz_portal.celery import name_task, task_is_over
from diz_portal.logs import Formatter


def logged() -> dict:
    record = logging.LogRecord("diz", logging.INFO, __file__, 1, "A line", (), None)
    return json.loads(Formatter().format(record))


@pytest.fixture(autouse=True)
def _nothing_is_under_way():
    tracing.end()
    yield
    tracing.end()


def test_a_request_is_named_in_its_answer_and_in_the_log(client):
    answer = client.get("/healthz")

    name = answer[tracing.HEADER]
    assert re.fullmatch(r"[0-9a-f]{16}", name)
    # gunicorn writes its line after the answer.
    assert logged()["request_id"] == name


def test_each_request_has_a_name_of_its_own(client):
    assert client.get("/healthz")[tracing.HEADER] != client.get("/healthz")[tracing.HEADER]


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [
        (1, "edge-4f2a9c11", True),
        (0, "edge-4f2a9c11", False),
        (1, "short", False),
        (1, 'a"line\nof-its-own', False),
        (1, "x" * 65, False),
    ],
)
def test_a_name_is_taken_from_a_trusted_proxy_alone(client, settings, proxies, given, is_taken):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    answer = client.get("/healthz", headers={tracing.HEADER: given})

    assert (answer[tracing.HEADER] == given) is is_taken


@pytest.mark.parametrize(("error", "status"), [(ValueError, 500), (OperationalError, 503)])
@pytest.mark.django_db
def test_the_page_of_an_error_names_it(monkeypatch, error, status):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(views.figures, "headlines_for", fail)

    answer = Client(raise_request_exception=False).get("/")

    assert answer.status_code == status
    assert f"<strong>{answer[tracing.HEADER]}</strong>" in answer.text


def test_a_task_is_named_while_it_runs():
    name_task(task_id="ad1c457c-d3ce-4dde-b31d-1f5a91add3ba")
    assert logged()["request_id"] == "ad1c457c-d3ce-4dde-b31d-1f5a91add3ba"

    task_is_over()
    assert "request_id" not in logged()
