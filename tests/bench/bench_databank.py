"""What it costs to hand over one voucher, against the same rows written by SQL alone.

The two are done in turns, so that a busy moment of the machine meets each alike.
"""

import secrets
from datetime import timedelta

import psycopg2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inclusion.databank.services import databank
from inclusion.models import CaseEvent, DataBatch, DataEntry, DataItem, Need
from tests.bench.spending import Spending, load, spread
from tests.factories.inclusion import NeedFactory, a_case, team_of
from tests.factories.partners import OrganisationFactory, caseworker_of

ROUNDS, RUNS = 100, 3
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team():
    return team_of(OrganisationFactory(), is_default=True)


def a_need(team) -> Need:
    return NeedFactory(case=a_case(handled_by=team.organisation), kind="data", state="approved")


class Bare:
    """The first voucher in stock, the entry, the need and the case's line: five statements. The
    ledger's triggers run here as they do there."""

    def __init__(self, by) -> None:
        self.by = by.pk
        self.connection = psycopg2.connect(**connection.get_connection_params())

    def issue(self, need: Need, working: Spending) -> None:
        key = secrets.token_hex(8)
        item, entry, batch = (model._meta.db_table for model in (DataItem, DataEntry, DataBatch))
        with working, self.connection, self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM inclusion_case WHERE id = %s FOR NO KEY UPDATE", [need.case_id]
            )
            cursor.execute(
                f"SELECT i.id, i.batch_id, b.mb_each FROM {item} i "
                f"JOIN {batch} b ON b.id = i.batch_id "
                "WHERE i.account = 'stock' AND b.expires_on >= current_date "
                "ORDER BY b.expires_on, i.id LIMIT 1 FOR UPDATE OF i SKIP LOCKED"
            )
            found, of, mb = cursor.fetchone()
            cursor.execute(
                f"INSERT INTO {entry} (batch_id, item_id, from_account, to_account, mb, "
                "need_id, key, why, at, by_id) "
                "VALUES (%s, %s, 'stock', 'issued', %s, %s, %s, '', now(), %s)",
                [of, found, mb, need.pk, key, self.by],
            )
            cursor.execute(
                f"UPDATE {Need._meta.db_table} SET state = 'supplied', changed_at = now() "
                "WHERE id = %s",
                [need.pk],
            )
            cursor.execute(
                f"INSERT INTO {CaseEvent._meta.db_table} (case_id, need_id, kind, summary, words, "
                "at, by_id) VALUES (%s, %s, 'need', 'Mobile data: supplied', '', now(), %s)",
                [need.case_id, need.pk, self.by],
            )


def test_handing_over_one_voucher(team, report):
    by = caseworker_of(team.organisation)
    databank.receive(
        codes=[f"code{number}" for number in range(3 * RUNS * ROUNDS)],
        key="bench",
        by=by,
        kind="voucher",
        network="Northline",
        mb_each=20_000,
        expires_on=timezone.localdate() + timedelta(days=30),
    )
    bare = Bare(by)

    def ours(working: Spending) -> None:
        need, key = a_need(team), secrets.token_hex(8)
        with working:
            databank.issue(need=need, by=by, key=key)

    for _ in range(10):
        ours(Spending())
        bare.issue(a_need(team), Spending())
    runs = []
    for _ in range(RUNS):
        mine, floor = Spending(), Spending()
        for _ in range(ROUNDS):
            ours(mine)
            bare.issue(a_need(team), floor)
        runs.append((mine, floor))
    bare.connection.close()
    need = a_need(team)
    with CaptureQueriesContext(connection) as queries:
        databank.issue(need=need, by=by, key="counted")
    report(
        "Issuing a voucher",
        f"`databank.issue`: lock the case and the need, check if the page was "
        f"sent before, take the item that expires first and is not locked, write the entry, "
        f"update the need, and add a line to the case. Compared with 5 SQL statements that write "
        f"the same rows in one transaction, with the same triggers. In turns, {ROUNDS} each; the "
        f"median of {RUNS} runs with the lowest and the highest. Processor time, with that of the "
        f"database. {load()}",
        [
            (
                "time, as a multiple of the bare SQL",
                "≤ 8",
                spread(mine.busy / floor.busy for mine, floor in runs),
            ),
            (
                "milliseconds, and those of the SQL",
                "–",
                " and ".join(
                    spread(1000 * one.busy / ROUNDS for one in these)
                    for these in zip(*runs, strict=True)
                ),
            ),
            ("queries", "–", f"{len(queries)}"),
        ],
    )
