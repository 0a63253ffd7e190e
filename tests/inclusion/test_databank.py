from datetime import timedelta
from itertools import count
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from inclusion.databank import statements
from inclusion.databank.selectors import databank as selectors
from inclusion.databank.services import databank
from inclusion.models import (
    ACCOUNT_MOVES,
    Account,
    DataBalance,
    DataBatch,
    DataEntry,
    DataItem,
    NeedState,
)
from tests.factories.inclusion import NeedFactory, a_case, card
from tests.factories.partners import OrganisationFactory, caseworker_of, manager, viewer_of

pytestmark = pytest.mark.django_db
KEYS, NUMBERS = count(), count(10)
ONE, TWO, THREE = (card(number) for number in range(3))


def key() -> str:
    return f"key-{next(KEYS)}"


def receive(caseworker, codes=3, days=100, **values):
    values = {
        "kind": "sim",
        "network": "Northline",
        "mb_each": 20_000,
        "expires_on": timezone.localdate() + timedelta(days=days),
        "key": key(),
        # Its check digits are asked about elsewhere.
        "sure": True,
        **values,
    }
    if isinstance(codes, int):
        codes = [card(next(NUMBERS)) for _ in range(codes)]
    return databank.receive(codes=codes, by=caseworker, **values)


def a_need(team, kind="data", state=NeedState.APPROVED):
    return NeedFactory(case=a_case(handled_by=team.organisation), kind=kind, state=state)


@pytest.fixture
def need(team):
    return a_need(team)


def balances(batch=None):
    rows = DataBalance.objects.filter(batch=batch) if batch else DataBalance.objects
    return {row.account: row.mb for row in rows.all() if row.mb}


def test_every_account_has_its_moves():
    assert set(ACCOUNT_MOVES) == set(Account)


def test_receive_takes_every_item_into_stock(caseworker):
    batch = receive(caseworker)

    assert batch.items.filter(account=Account.STOCK).count() == 3
    assert balances(batch) == {"donor": -60_000, "stock": 60_000}
    assert selectors.totals(DataBatch.objects.all()).received == 60_000


def test_receive_twice_with_one_key_is_once(caseworker):
    first, second = (receive(caseworker, [ONE, TWO, THREE], key="once") for _ in range(2))

    assert first == second
    assert DataItem.objects.count() == 3


@pytest.mark.parametrize(
    "change",
    [
        {"codes": [ONE, THREE]},
        {"codes": [ONE]},
        {"network": "Southwave"},
        {"mb_each": 10_000},
        {"days": 99},
        {"donor": "Fenlight"},
    ],
)
def test_receive_refuses_other_content_under_a_key_that_was_used(caseworker, change):
    batch = receive(caseworker, [ONE, TWO], key="once")

    with pytest.raises(
        databank.UsedAlready, match=f"already sent this form .batch {batch.reference}"
    ):
        receive(caseworker, **{"codes": [ONE, TWO], "key": "once", **change})

    assert DataItem.objects.count() == 2


@pytest.mark.parametrize("network", ["Southwave", "southwave ", "South wave", "South\u00a0wave"])
def test_receive_refuses_a_number_that_is_here_already(caseworker, network):
    batch = receive(caseworker, ["89 44a", "8945"], network="Southwave", kind="voucher")

    with pytest.raises(databank.KnownAlready) as refusal:
        receive(caseworker, ["1", "8944A", "8945 "], network=network, kind="voucher")

    assert f"“8944A” is already in stock, in batch {batch.reference}" in str(refusal.value)
    assert "1 more" in str(refusal.value)
    assert (DataBatch.objects.count(), DataEntry.objects.count()) == (1, 2)


def test_receive_takes_the_number_of_another_network(caseworker):
    receive(caseworker, ["8944"], network="Southwave", kind="voucher")
    receive(caseworker, ["8944"], network="Northline", kind="voucher")

    assert DataItem.objects.count() == 2


CARD = "8944110065432109873"


@pytest.mark.parametrize(
    "written", [CARD, f"{CARD}F", f"{CARD[:4]} {CARD[4:]}", f"{CARD[:6]}-{CARD[6:]}f"]
)
def test_the_number_of_a_card_is_one_in_the_world(caseworker, written):
    batch = receive(caseworker, [CARD], network="Southwave")
    other = receive(caseworker, network="Northline")

    with pytest.raises(databank.KnownAlready, match=f"in batch {batch.reference}"):
        receive(caseworker, [written], network="Northline")
    with pytest.raises(IntegrityError, match="one_item_per_number"), transaction.atomic():
        DataItem.objects.create(batch=other, code=written)
    # A voucher's code is one of its network.
    receive(caseworker, [CARD], network="Northline", kind="voucher")


def test_a_card_twice_in_one_list_is_refused_however_it_is_written(caseworker):
    with pytest.raises(databank.NotAnItem, match="twice"):
        receive(caseworker, [CARD, f"{CARD[:4]} {CARD[4:]}F"])


def test_receive_takes_what_was_written_off_anew_and_then_it_stays_void(caseworker):
    item = receive(caseworker, [ONE]).items.get()
    databank.void(item=item, by=caseworker, key=key(), why="Received with the wrong size")
    again = receive(caseworker, [ONE], mb_each=10_000)

    with pytest.raises(databank.KnownAlready, match=f"in batch {again.reference}"):
        databank.correct(entry=item.entries.last(), by=caseworker, key=key(), why="Undo")
    assert balances(again) == {"donor": -10_000, "stock": 10_000}


def test_the_database_keeps_a_number_once_whatever_its_batch_is_called_later(caseworker):
    receive(caseworker, ["8944"], network="Southwave", kind="voucher")
    other = receive(caseworker, ["8944"], network="Northline", kind="voucher")

    with pytest.raises(IntegrityError, match="one_item_per_number"), transaction.atomic():
        DataItem.objects.create(batch=other, code=" 89 44")
    with pytest.raises(IntegrityError, match="one_item_per_number"), transaction.atomic():
        DataBatch.objects.filter(pk=other.pk).update(network="SOUTHWAVE")


def test_receive_keeps_one_spelling_of_a_network(caseworker):
    for network in ("South wave", "southwave", " SOUTHWAVE "):
        receive(caseworker, network=network)

    assert [name for name, _ in selectors.stock_by_network(DataBatch.objects.all())] == [
        "South wave"
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_receive_one_number_at_once_one_does(caseworker):
    start, told = Barrier(2), []

    def ask():
        start.wait()
        try:
            receive(caseworker, [ONE])
        except databank.KnownAlready as refusal:
            told.append(refusal.message)
        finally:
            connection.close()

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert DataItem.objects.count() == 1
    assert len(told) == 1


@pytest.mark.parametrize("verb", ["reserve", "issue"])
def test_a_key_that_moved_something_for_a_need_is_refused_for_another(caseworker, team, verb):
    receive(caseworker)
    act = getattr(databank, verb)
    act(need=a_need(team), by=caseworker, key="once")

    with pytest.raises(databank.UsedAlready):
        act(need=a_need(team), by=caseworker, key="once")


def test_a_key_that_moved_one_item_is_refused_for_another_and_for_other_words(caseworker):
    first, second, _ = receive(caseworker).items.all()
    databank.void(item=first, by=caseworker, key="once", why="Bent")

    for item, why in ((second, "Bent"), (first, "Lost")):
        with pytest.raises(databank.UsedAlready):
            databank.void(item=item, by=caseworker, key="once", why=why)


@pytest.mark.parametrize("verb", ["reserve", "issue"])
def test_what_has_been_supplied_is_said_and_a_new_need_offered(caseworker, need, verb):
    receive(caseworker)
    databank.issue(need=need, by=caseworker, key=key())

    with pytest.raises(databank.SuppliedAlready, match="already been supplied"):
        getattr(databank, verb)(need=need, by=caseworker, key=key())


def test_receive_takes_the_longest_code_and_the_longest_list(caseworker, monkeypatch):
    monkeypatch.setattr(databank, "MOST_ITEMS", 2)

    batch = receive(caseworker, codes=["8" * 40, "9" * 40], kind="voucher")

    assert batch.items.count() == 2


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        (["", "  "], "Enter the number"),
        ([card(7), card(7)], "appears twice in the list"),
        (["8944"], "is not a SIM card number"),
        (databank.MOST_ITEMS + 1, "more than 10,000"),
    ],
)
def test_receive_refuses_a_list_that_cannot_be_right(caseworker, codes, sentence):
    with pytest.raises(databank.NotAnItem, match=sentence):
        receive(caseworker, codes=codes)
    assert not DataBatch.objects.exists()


def test_receive_refuses_what_has_run_out(caseworker):
    with pytest.raises(databank.NotAnItem, match="already expired"):
        receive(caseworker, days=-1)


def test_the_timeline_of_a_case_tells_of_the_very_item(caseworker, need):
    receive(caseworker, codes=1)

    item = databank.reserve(need=need, by=caseworker, key=key())
    databank.issue(need=need, by=caseworker, key=key())
    databank.activate(item=item, by=caseworker, key=key())

    what = f"{item}, {item.batch.gb_each:g}GB"
    assert [event.summary for event in need.case.events.order_by("pk")] == [
        f"Mobile data: reserved – {what}",
        f"Mobile data: supplied – {what}",
        f"{what}: in use",
    ]


def test_issue_takes_what_runs_out_first_across_batches(caseworker, need):
    receive(caseworker, days=90)
    soon = receive(caseworker, days=10)

    item = databank.issue(need=need, by=caseworker, key=key())

    need.refresh_from_db()
    assert item.batch == soon
    assert (item.account, item.need, need.state) == (Account.ISSUED, need, NeedState.SUPPLIED)
    assert balances(soon) == {"donor": -60_000, "stock": 40_000, "issued": 20_000}


def test_issue_leaves_what_has_run_out(caseworker, need):
    batch = receive(caseworker, codes=1, days=1)
    DataBatch.objects.filter(pk=batch.pk).update(
        expires_on=timezone.localdate() - timedelta(days=1)
    )

    with pytest.raises(databank.NothingInStock):
        databank.issue(need=need, by=caseworker, key=key())


def test_what_runs_out_today_still_helps_today(caseworker, team, need):
    today = timezone.localdate()
    batch = receive(caseworker, codes=2, days=0)

    item = databank.issue(need=need, by=caseworker, key=key())
    assert databank.expire_due(today) == 0
    databank.give_back(item=item, by=caseworker, key=key())

    assert balances(batch)[Account.STOCK] == 2 * batch.mb_each
    assert databank.expire_due(today + timedelta(days=1)) == 2


def test_issue_keeps_to_the_network_with_a_signal(caseworker, need):
    receive(caseworker, network="Northline", days=10)
    receive(caseworker, network="Hillfone", days=90)

    item = databank.issue(need=need, by=caseworker, network="Hillfone", key=key())

    assert item.batch.network == "Hillfone"


def test_issue_leaves_what_another_team_keeps(caseworker, need):
    receive(caseworker, kept_by=OrganisationFactory())

    with pytest.raises(databank.NothingInStock):
        databank.issue(need=need, by=caseworker, key=key())


def test_issue_sent_twice_hands_over_one(caseworker, need):
    receive(caseworker)

    first = databank.issue(need=need, by=caseworker, key="once")
    second = databank.issue(need=need, by=caseworker, key="once")

    assert first == second
    assert DataItem.objects.filter(account=Account.ISSUED).count() == 1


def test_issue_hands_over_what_is_reserved(caseworker, need):
    receive(caseworker)
    reserved = databank.reserve(need=need, by=caseworker, key=key())

    assert databank.issue(need=need, by=caseworker, key=key()) == reserved


def test_issue_is_for_needs_of_data(caseworker, team):
    receive(caseworker)

    with pytest.raises(databank.NotADataNeed):
        databank.issue(need=a_need(team, kind="device"), by=caseworker, key=key())


def test_release_puts_it_back_and_lets_the_need_wait(caseworker, need):
    batch = receive(caseworker)
    item = databank.reserve(need=need, by=caseworker, key=key())

    databank.release(item=item, by=caseworker, key=key())

    need.refresh_from_db()
    assert balances(batch) == {"donor": -60_000, "stock": 60_000}
    assert need.state == NeedState.WAITING


def test_give_back_takes_what_was_never_used(caseworker, need):
    receive(caseworker)
    item = databank.issue(need=need, by=caseworker, key=key())

    returned = databank.give_back(item=item, by=caseworker, key=key(), why="Has wifi now")

    assert (returned.account, returned.need) == (Account.STOCK, None)


def test_give_back_refuses_what_is_in_use(caseworker, need):
    receive(caseworker)
    item = databank.issue(need=need, by=caseworker, key=key())
    databank.activate(item=item, by=caseworker, key=key())

    with pytest.raises(databank.NotThisItem):
        databank.give_back(item=item, by=caseworker, key=key())


def test_void_makes_it_unusable_and_needs_a_reason(caseworker):
    item = receive(caseworker).items.first()

    with pytest.raises(databank.NotThisItem, match="Enter a reason"):
        databank.void(item=item, by=caseworker, key=key(), why=" ")
    databank.void(item=item, by=caseworker, key=key(), why="Lost in the post")

    assert selectors.totals(DataBatch.objects.all()).unusable == 20_000


def test_expire_due_writes_off_what_ran_out_once(caseworker, need):
    batch = receive(caseworker)
    databank.reserve(need=need, by=caseworker, key=key())
    day = batch.expires_on + timedelta(days=1)

    assert databank.expire_due(day) == 3
    assert databank.expire_due(day) == 0
    need.refresh_from_db()
    assert need.state == NeedState.WAITING
    assert balances(batch) == {"donor": -60_000, "expired": 60_000}


def test_correct_undoes_the_last_entry_with_one_that_names_it(caseworker, need):
    batch = receive(caseworker)
    item = databank.issue(need=need, by=caseworker, key=key())
    databank.activate(item=item, by=caseworker, key=key())
    mistake = item.entries.order_by("-pk").first()

    undone = databank.correct(entry=mistake, by=caseworker, key=key(), why="Another card")

    item.refresh_from_db()
    assert (undone.corrects, item.account, item.need) == (mistake, Account.ISSUED, need)
    assert balances(batch)["issued"] == 20_000
    with pytest.raises(databank.NotThisItem, match="newer entry"):
        databank.correct(entry=mistake, by=caseworker, key=key(), why="Again")
    with pytest.raises(databank.NotThisItem, match="newer entry"):
        databank.correct(entry=undone, by=caseworker, key=key(), why="After all")


INTO_LEDGER = (
    "INSERT INTO inclusion_dataentry "
    "(batch_id, item_id, from_account, to_account, mb, key, why, at) "
    "SELECT batch_id, id, "
)
ATTACKS = {
    "an entry is changed": "UPDATE inclusion_dataentry SET mb = 1",
    "an entry is deleted": "DELETE FROM inclusion_dataentry",
    "a balance is changed": "UPDATE inclusion_databalance SET mb = mb + 1",
    "a balance is deleted": "DELETE FROM inclusion_databalance",
    "a balance is invented": "INSERT INTO inclusion_databalance (batch_id, account, mb) "
    "SELECT id, 'void', 5 FROM inclusion_databatch",
    "an item is moved without an entry": "UPDATE inclusion_dataitem SET account = 'void'",
    "an item is deleted": "DELETE FROM inclusion_dataitem",
    "an item is put into stock": "INSERT INTO inclusion_dataitem (reference, batch_id, code, "
    "account) SELECT 'x', id, 'y', 'stock' FROM inclusion_databatch",
    "an entry starts from the wrong account": f"{INTO_LEDGER}'issued', 'activated', "
    "20000, 'k1', '', now() FROM inclusion_dataitem",
    "an entry moves less than the item holds": f"{INTO_LEDGER}'stock', 'void', "
    "1, 'k' || id, '', now() FROM inclusion_dataitem",
    "an entry skips an account": f"{INTO_LEDGER}'stock', 'activated', "
    "20000, 'k' || id, '', now() FROM inclusion_dataitem",
    "an item is held for nobody": f"{INTO_LEDGER}'stock', 'reserved', "
    "20000, 'k' || id, '', now() FROM inclusion_dataitem",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_whatever_goes_round_the_ledger(caseworker, attack):
    receive(caseworker)
    before = balances()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ATTACKS[attack])

    assert balances() == before
    assert DataEntry.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_issue_hands_each_item_to_one_when_many_ask_at_once(team, caseworker):
    batch = receive(caseworker, codes=5)
    wanting = [a_need(team) for _ in range(12)]
    start, told = Barrier(len(wanting)), []

    def ask(need):
        start.wait()
        try:
            databank.issue(need=need, by=caseworker, key=f"need-{need.pk}")
        except databank.NothingInStock as refusal:
            told.append(refusal.message)
        finally:
            connection.close()

    threads = [Thread(target=ask, args=(need,)) for need in wanting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert balances(batch) == {"donor": -100_000, "issued": 100_000}
    assert len(told) == 7


def test_statement_reads_like_a_banks(caseworker, need):
    receive(caseworker)
    item = databank.issue(need=need, by=caseworker, key=key())
    databank.give_back(item=item, by=caseworker, key=key())
    databank.void(item=item, by=caseworker, key=key(), why="Bent")

    lines = list(selectors.statement(DataBatch.objects.all()))

    assert [(line.words, line.mb_in, line.mb_out, line.balance) for line in lines] == [
        ("Donated → in stock", 60_000, 0, 60_000),
        ("In stock → issued", 0, 20_000, 40_000),
        ("Issued → in stock", 20_000, 0, 60_000),
        ("In stock → written off", 0, 20_000, 40_000),
    ]


def test_in_stock_means_available_to_issue_in_sums_statement_and_headline(caseworker, team):
    batch = receive(caseworker, codes=4)
    first, second, third = (a_need(team) for _ in range(3))
    given = databank.reserve(need=first, by=caseworker, key=key())
    databank.issue(need=first, by=caseworker, key=key())
    databank.release(
        item=databank.reserve(need=second, by=caseworker, key=key()), by=caseworker, key=key()
    )
    databank.activate(item=given, by=caseworker, key=key())
    databank.reserve(need=third, by=caseworker, key=key())

    lines = list(selectors.statement(DataBatch.objects.all()))

    assert [(one.words, one.items, one.mb_in, one.mb_out) for one in lines] == [
        ("Donated → in stock", 4, 80_000, 0),
        ("In stock → reserved", 3, 0, 60_000),
        ("Reserved → issued", 1, 0, 0),
        ("Reserved → in stock", 1, 20_000, 0),
    ]
    totals = selectors.totals(DataBatch.objects.all())
    assert (lines[-1].balance, lines[-1].reserved) == (40_000, 20_000)
    assert (totals.of("stock"), totals.of("reserved")) == (40_000, 20_000)
    assert batch.items.filter(account="stock").count() == 2
    assert statements.title(lines) == (
        "40GB in stock (80GB received, 20GB issued, expired or written off, 20GB reserved)"
    )
    assert statements.by_day(lines) == [(timezone.localdate(), 40.0)]


def test_gift_tells_nothing_of_fewer_than_five_people(caseworker, team):
    receive(caseworker, codes=6)
    for number in range(5):
        told = selectors.gift(DataBatch.objects.all())
        assert (told.people, told.people_said) == (number, "fewer than 5" if number else "0")
        databank.issue(need=a_need(team), by=caseworker, key=key())

    told = selectors.gift(DataBatch.objects.all())
    assert (told.people, told.people_said) == (5, "5")
    assert (told.helping, told.left) == (100_000, 20_000)


def test_expiring_finds_stock_whose_last_day_is_near(caseworker):
    receive(caseworker, days=60)
    near = receive(caseworker, days=14)

    found = selectors.expiring(DataBatch.objects.all(), timezone.localdate())

    assert [(batch, batch.left) for batch in found] == [(near, 3)]


def test_batches_are_seen_by_managers_and_by_the_teams_that_hand_them_out(caseworker, team):
    shared = receive(caseworker)
    ours = receive(caseworker, kept_by=team.organisation)
    theirs = receive(caseworker, kept_by=OrganisationFactory())

    assert set(DataBatch.objects.visible_to(manager())) == {shared, ours, theirs}
    assert set(DataBatch.objects.visible_to(caseworker)) == {shared, ours}
    assert set(DataBatch.objects.visible_to(caseworker_of())) == {shared}
    assert not DataBatch.objects.visible_to(viewer_of(team.organisation)).exists()
