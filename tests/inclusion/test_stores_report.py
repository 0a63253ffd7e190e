"""The statement of the stores adds up, and ends where the pages are."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from diz_portal.reports import registry
from diz_portal.reports.reading import CannotAnswer, read
from inclusion.databank.selectors import databank
from inclusion.databank.services import databank as services
from inclusion.devices.selectors.devices import by_state
from inclusion.devices.services import devices
from inclusion.models import Account, DataBatch, DataItem, Device, DeviceState
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.reports.asking import figures_of, paper_of, rows_of

from .test_databank import a_need as a_need_of_data
from .test_databank import key, receive
from .test_devices import a_need, lend

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


def asked(by=None, **days):
    today = timezone.localdate()
    period = {"starts": today - timedelta(days=30), "ends": today, **days}
    answers = {name: day.isoformat() for name, day in period.items()}
    return paper_of("stores-statement", by=by, **answers)


def of(paper, table, name, what):
    [row] = [row for row in rows_of(paper)[table] if row[name] == what]
    return row["opening"], row["came"], row["went"], row["closing"]


def book_in(caseworker, kept_by):
    return devices.book_in(
        by=caseworker, kind="monitor", holds_data=False, mains_powered=False, kept_by=kept_by
    )


def lent_and_returned(team, caseworker):
    """One device came, was issued and returned; another came and stayed."""
    first, _ = book_in(caseworker, team.organisation), book_in(caseworker, team.organisation)
    devices.inspect(device=first, by=caseworker, grade="b")
    ready = devices.make_ready(device=first, by=caseworker)
    lend(ready, a_need(team.organisation), caseworker)
    devices.record_return(device=Device.objects.get(pk=first.pk), by=caseworker)


def test_devices_end_where_the_page_is_and_every_line_adds_up(team, caseworker):
    lent_and_returned(team, caseworker)

    paper = asked()

    rows = rows_of(paper)["devices"]
    page = {one.state.label: one.number for one in by_state(Device.objects.all())}
    assert {row["state"]: row["closing"] for row in rows} == page
    assert all(row["opening"] + row["came"] - row["went"] == row["closing"] for row in rows)
    assert of(paper, "devices", "state", DeviceState.ISSUED.label) == (0, 1, 1, 0)
    figures = figures_of(paper, "stores")
    assert (figures["devices_received"], figures["devices_issued"]) == (2, 1)
    assert (figures["devices_returned"], figures["devices_recycled"]) == (1, 0)


def test_data_ends_where_the_page_is_and_every_account_adds_up(team, caseworker):
    receive(caseworker, codes=3, kept_by=team.organisation)
    services.issue(need=a_need_of_data(team), key=key(), by=caseworker)

    paper = asked()

    rows = rows_of(paper)["data"]
    page = databank.totals(DataBatch.objects.all())
    assert {row["account"]: row["closing"] for row in rows} == {
        one.label: page.of(one) for one in Account if one not in ("donor", "withdrawn")
    }
    assert sum(row["closing"] for row in rows) == page.received == 60_000
    assert of(paper, "data", "account", "In stock")[1:] == (60_000, 20_000, 40_000)
    assert figures_of(paper, "stores")["mb_issued"] == 20_000
    assert DataItem.objects.filter(account=Account.ISSUED).count() == 1


def test_what_came_before_the_period_is_in_its_opening_balance(team, caseworker):
    receive(caseworker, codes=1, kept_by=team.organisation)
    lent_and_returned(team, caseworker)
    tomorrow = timezone.localdate() + timedelta(days=1)

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        paper = asked(starts=tomorrow, ends=tomorrow)

    assert of(paper, "data", "account", "In stock") == (20_000, 0, 0, 20_000)
    assert of(paper, "devices", "state", DeviceState.QUARANTINED.label) == (2, 0, 0, 2)
    assert figures_of(paper, "stores")["devices_received"] == 0


def test_each_team_reads_its_own_stores_and_a_manager_all(team, caseworker):
    other = OrganisationFactory()
    for keeper in (team.organisation, other):
        book_in(caseworker, keeper)

    assert figures_of(asked(by=caseworker), "stores")["devices_received"] == 1
    assert figures_of(asked(by=manager()), "stores")["devices_received"] == 2


def test_others_may_not_have_it(team):
    report = registry.named("stores-statement")
    partner = contributor_of()

    assert not report.may_run(partner)
    with pytest.raises(CannotAnswer, match="You can no longer read"):
        read(report, {"starts": "2026-04-01", "ends": "2026-04-30"}, user=partner)


def test_a_period_the_wrong_way_round_is_refused():
    today = timezone.localdate()

    with pytest.raises(CannotAnswer, match="on or after the first day"):
        asked(starts=today, ends=today - timedelta(days=1))
