"""Spend to date that falls is asked about: in the preview, before it is sent, and on reading."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from diz_portal.imports import jobs
from diz_portal.words import uk_month
from projects.models import Return, ReturnState
from projects.returns.services import importing, returns
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import GREEN, ReturnFactory, submitted_rows

from .import_files import csv_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return contributor_of(OrganisationFactory())


@pytest.fixture
def record(writer):
    ours = writer.memberships.get().organisation
    found = ReturnFactory(organisation=ours, project=ProjectFactory(title="Fibre", slug="fibre"))
    submitted_rows(found.project, ours, 1, spend_to_date=Decimal("1004087.00"))
    return found


def saved(record, writer, spent) -> Return:
    answers = {**GREEN, "spend_to_date": Decimal(spent), "spend_as_at": date(2026, 2, 28)}
    return returns.save(by=writer, record=record, version=record.version, answers=answers)


def asked(record) -> str:
    month = returns.selectors.previous(record).round.month
    return f"£502,043.50 less than in {uk_month(month)}"


def page(name, record) -> str:
    return reverse(f"returns:{name}", args=[record.reference])


def test_the_reporter_is_asked_and_confirms_that_it_is_right(client, record, writer):
    record = saved(record, writer, "502043.50")
    client.force_login(writer)
    text = client.get(page("check", record)).content.decode()
    assert asked(record) in text
    assert "£1,004,087" in text

    refused = client.post(page("check", record), {"version": record.version})
    assert refused.status_code == 409
    assert "Correct the spend to date, or confirm that it has gone down" in refused.content.decode()
    assert Return.objects.get(pk=record.pk).state == ReturnState.DRAFT

    client.post(page("check", record), {"version": record.version, "less_is_right": "yes"})
    assert Return.objects.get(pk=record.pk).state == ReturnState.SUBMITTED

    client.force_login(manager())
    text = client.get(page("return", record)).content.decode()
    assert asked(record) in text
    assert "£1,004,087" in text


@pytest.mark.parametrize("spent", ["1004087", "1004087.01"])
def test_what_did_not_fall_is_not_asked_about(client, record, writer, spent):
    record = saved(record, writer, spent)
    client.force_login(writer)
    assert "less than in" not in client.get(page("check", record)).content.decode()

    client.post(page("check", record), {"version": record.version})
    assert Return.objects.get(pk=record.pk).state == ReturnState.SUBMITTED


def test_the_preview_of_a_file_asks_too(client, record, writer):
    head = ["Project reference", "Spend to date", "Spend as at"]
    rows = [dict(zip(head, ["fibre", "502043.50", "28/02/2026"], strict=True))]
    batch = importing.upload(
        organisation=record.organisation,
        reporting_round=record.round,
        file=csv_file(rows, head, name="returns.csv"),
        by=writer,
    )
    jobs.run("projects.ReturnImportBatch", batch.pk)
    client.force_login(writer)

    text = client.get(reverse("returns:import", args=[batch.reference])).content.decode()
    assert asked(record) in text
    assert "£1,004,087" in text
