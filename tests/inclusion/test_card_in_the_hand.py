"""The card in somebody's hand, what was confirmed, and a batch that came by mistake."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from inclusion.cases.services import needs
from inclusion.databank.selectors import databank as selectors
from inclusion.databank.services import databank, receiving
from inclusion.databank.sizes import in_fours, in_gb
from inclusion.models import Account, DataBatch, DataItem, NeedState, Telling
from tests.factories.inclusion import NeedFactory, a_case, card
from tests.factories.partners import OrganisationFactory
from tests.inclusion.test_databank import key, receive

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = (card(number) for number in range(3))
ROOM = "inclusion_workspace:"
CARD = "8944 1100 6873 3029 5524"


@pytest.fixture
def here(client, caseworker, partnership):
    client.force_login(caseworker)
    return client


@pytest.fixture
def need(team):
    return a_need(team)


def a_need(team, **values):
    values = {"kind": "data", "state": "approved", **values}
    return NeedFactory(case=a_case(handled_by=team.organisation), **values)


def hand_over(here, need, **values):
    page = reverse(ROOM + "need_data", args=[need.reference])
    form = here.get(page).context["form"]
    given = {name: form[name].value() or "" for name in ("key", "shown", "network")}
    return here.post(page, {**given, **values})


def account_of(code: str) -> str:
    return DataItem.objects.get(code=code).account


# What is confirmed ---


def test_what_the_person_confirms_is_in_use(caseworker, need):
    receive(caseworker)
    item = databank.issue(need=need, by=caseworker, key=key())

    needs.move_by_hand(need=need, to=NeedState.CONFIRMED, by=caseworker)

    item.refresh_from_db()
    assert item.account == Account.ACTIVATED
    assert item.need == need


def test_what_is_confirmed_never_runs_out(caseworker, need):
    """Undone by mistake, or from before: it still is not written off."""
    batch = receive(caseworker, days=3)
    item = databank.issue(need=need, by=caseworker, key=key())
    needs.move_by_hand(need=need, to=NeedState.CONFIRMED, by=caseworker)
    last = item.entries.order_by("-pk").first()
    databank.correct(entry=last, by=caseworker, key=key(), why="Pressed by mistake")

    databank.expire_due(timezone.localdate() + timedelta(days=4))
    databank.expire_due(timezone.localdate() + timedelta(days=5))

    item.refresh_from_db()
    need.refresh_from_db()
    gift = selectors.gift(DataBatch.objects.filter(pk=batch.pk))
    assert (item.account, need.state) == (Account.ACTIVATED, NeedState.CONFIRMED)
    assert (gift.helping, gift.wasted, gift.left) == (20_000, 40_000, 0)


def test_the_database_lets_nothing_run_out_that_is_confirmed(caseworker, need):
    receive(caseworker)
    item = databank.issue(need=need, by=caseworker, key=key())
    type(need).objects.filter(pk=need.pk).update(state="confirmed")

    with pytest.raises(DatabaseError, match="does not expire"), transaction.atomic():
        item.entries.create(
            batch=item.batch, from_account="issued", to_account="expired", mb=20_000, key=key()
        )


# The card in the hand ---


@pytest.mark.parametrize(
    "typed",
    ["89441100687330295524", CARD, "8944-1100-6873-3029-5524", " 89441100687330295524 "],
)
def test_the_card_that_is_scanned_is_the_one_that_is_handed_over(here, caseworker, need, typed):
    stored = "89441100687330295524"
    receive(caseworker, codes=[FIRST, stored], days=50)

    hand_over(here, need, code=typed)

    assert (account_of(stored), account_of(FIRST)) == (
        Account.ISSUED,
        Account.STOCK,
    )


@pytest.mark.parametrize("typed", ["", "  ", "123"])
def test_without_the_number_of_the_card_in_the_hand_nothing_is_handed_over(
    here, caseworker, need, typed
):
    receive(caseworker, codes=[FIRST, SECOND])

    answer = hand_over(here, need, code=typed)

    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]
    assert {account_of(FIRST), account_of(SECOND)} == {Account.STOCK}


def test_the_last_four_digits_of_the_card_are_enough(here, caseworker, need):
    receive(caseworker, codes=[FIRST, SECOND])

    for _ in range(2):
        hand_over(here, need, code=SECOND[-4:])

    assert (account_of(FIRST), account_of(SECOND)) == (Account.STOCK, Account.ISSUED)


def test_of_cards_that_end_alike_the_shown_one_goes_or_the_whole_number_is_asked(
    here, caseworker, team
):
    alike = ["8944000000000005678", "8944000000000015678"]
    receive(caseworker, codes=[FIRST], days=20)
    receive(caseworker, codes=alike, days=50)

    answer = hand_over(here, a_need(team), code="5678")
    assert "Several SIM cards end in these digits" in answer.content.decode()
    hand_over(here, a_need(team), code=FIRST)
    hand_over(here, a_need(team), code="5678")

    assert [account_of(code) for code in alike] == [Account.ISSUED, Account.STOCK]


@pytest.mark.parametrize(("given", "waiting"), [({}, 1), ({"in_person": "on"}, 0)])
def test_what_is_given_in_person_leaves_no_call_to_make(here, caseworker, need, given, waiting):
    type(need.case.person).objects.update(phone="+441632960123", contact_by="phone")
    receive(caseworker, codes=[FIRST])

    hand_over(here, need, code=FIRST, **given)

    assert Telling.objects.waiting().count() == waiting


def test_a_voucher_is_on_the_page_and_in_nobodys_hand(here, caseworker, need):
    receive(caseworker, codes=["KITE-AB12"], kind="voucher")

    hand_over(here, need)

    assert account_of("KITE-AB12") == Account.ISSUED


def test_what_is_reserved_goes_back_when_another_is_handed_over(here, caseworker, need):
    receive(caseworker, codes=[FIRST, SECOND])
    databank.reserve(need=need, by=caseworker, key=key())

    hand_over(here, need, code="8944 0000 0000 0000 027")

    need.refresh_from_db()
    assert (account_of(FIRST), account_of(SECOND)) == (
        "stock",
        "issued",
    )
    assert need.state == NeedState.SUPPLIED


@pytest.mark.parametrize("code", ["\u200b{}\u2060", "\u202a{}", "{}\ufe0f"])
def test_a_number_is_found_with_what_was_pasted_along(here, caseworker, need, code):
    receive(caseworker, codes=[FIRST, SECOND])

    hand_over(here, need, code=code.format(SECOND))

    assert (account_of(FIRST), account_of(SECOND)) == ("stock", "issued")


@pytest.mark.parametrize("typed", [{"code": "8\x00"}, {"code": FIRST, "network": "a\x00"}])
def test_what_no_column_holds_is_refused_in_words(here, caseworker, need, typed):
    receive(caseworker, codes=[FIRST])

    assert hand_over(here, need, **typed).status_code == 422
    assert account_of(FIRST) == "stock"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (card(9), "No SIM card in stock has this number."),
        (SECOND, "You cannot issue this one, because its status is “Issued”"),
        (THIRD, "its status is “Written off”"),
    ],
)
def test_a_card_that_cannot_go_says_why(here, caseworker, team, need, code, sentence):
    receive(caseworker, codes=[FIRST, SECOND, THIRD])
    databank.issue(
        need=a_need(team),
        by=caseworker,
        key=key(),
        this=DataItem.objects.get(code=SECOND),
    )
    void = DataItem.objects.get(code=THIRD)
    databank.void(item=void, by=caseworker, key=key(), why="Bent")

    answer = hand_over(here, need, code=code)

    assert answer.status_code == 422
    wanted = "No SIM card in stock" if "Written off" in sentence else sentence
    assert wanted in answer.content.decode()
    assert not need.data_items.exists()


def test_a_card_that_ran_out_or_is_anothers_is_refused(caseworker, need):
    batch = receive(caseworker, codes=[FIRST])
    item = batch.items.get()
    DataBatch.objects.filter(pk=batch.pk).update(
        expires_on=timezone.localdate() - timedelta(days=1)
    )
    with pytest.raises(databank.NotThisItem, match="expired on"):
        databank.issue(need=need, by=caseworker, key=key(), this=item)
    DataBatch.objects.filter(pk=batch.pk).update(
        expires_on=timezone.localdate(), kept_by=OrganisationFactory(name="Another")
    )
    with pytest.raises(databank.NotThisItem, match="Only Another can issue this one"):
        databank.issue(need=need, by=caseworker, key=key(), this=item)


def test_a_card_of_another_network_than_the_chosen_is_refused(here, caseworker, need):
    receive(caseworker, codes=[FIRST])
    receive(caseworker, codes=[SECOND], network="Corvid")

    answer = hand_over(here, need, network="Corvid", code=FIRST)

    assert answer.status_code == 422
    assert "No SIM card for this network has this number." in answer.content.decode()


def test_a_card_of_another_size_is_asked_about(here, caseworker, team):
    need = a_need(team, item="20 GB a month")
    receive(caseworker, codes=[FIRST], mb_each=5_000)

    asked = hand_over(here, need, code=FIRST)
    assert asked.status_code == 422
    assert "This one has 5GB per month" in asked.content.decode()
    hand_over(here, need, code=FIRST, other_size="on")

    assert account_of(FIRST) == Account.ISSUED


def test_the_page_of_a_card_hands_it_to_a_case(here, caseworker, need):
    item = receive(caseworker, codes=[FIRST]).items.get()
    over = reverse(ROOM + "data_issue", args=[item.reference])
    assert over in here.get(item.get_absolute_url()).content.decode()

    form = here.get(over).context["form"]
    values = {"key": form["key"].value(), "chosen": need.reference}
    for wrong in ("", SECOND[-4:], SECOND):
        assert here.post(over, {**values, "code": wrong}).status_code == 422
    here.post(over, {**values, "code": FIRST[-4:]})

    item.refresh_from_db()
    assert (item.account, item.need) == (Account.ISSUED, need)
    assert over not in here.get(item.get_absolute_url()).content.decode()


# A batch by mistake ---


def test_a_batch_by_mistake_is_taken_back_and_received_anew(here, caseworker):
    wrong = receive(caseworker, codes=[FIRST, SECOND], mb_each=2_000)
    page = reverse(ROOM + "batch_undo", args=[wrong.reference])
    form = here.get(page).context["form"]

    here.post(page, {"key": form["key"].value(), "why": "Wrong size"})
    here.post(page, {"key": form["key"].value(), "why": "Wrong size"})
    right = receive(caseworker, codes=[FIRST, SECOND], mb_each=20_000)

    every = DataBatch.objects.filter(pk__in=[wrong.pk, right.pk])
    totals, gift = selectors.totals(every), selectors.gift(every)
    assert (totals.received, totals.unusable, totals.of("withdrawn")) == (40_000, 0, 4_000)
    assert (gift.received, gift.wasted, gift.left) == (40_000, 0, 40_000)


def test_a_batch_that_was_touched_is_not_taken_back(here, caseworker, need):
    batch = receive(caseworker)
    item = databank.issue(need=need, by=caseworker, key=key())
    databank.give_back(item=item, by=caseworker, key=key())

    with pytest.raises(receiving.Touched):
        receiving.undo(batch=batch, by=caseworker, key=key(), why="Wrong size")
    assert "take it back" not in here.get(batch.get_absolute_url()).content.decode()


def test_the_size_of_a_batch_is_fixed_once_it_is_received(caseworker):
    batch = receive(caseworker)

    with pytest.raises(DatabaseError, match="fixed once it is received"), transaction.atomic():
        DataBatch.objects.filter(pk=batch.pk).update(mb_each=1)
    with (
        pytest.raises(DatabaseError, match="fixed once it is received"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE inclusion_databatch SET mb_each = 1 WHERE id = %s", [batch.pk])
    with pytest.raises(Refusal, match="Enter a reason"):
        receiving.undo(batch=batch, by=caseworker, key=key(), why=" ")


# How it is written ---


@pytest.mark.parametrize(
    ("mb", "words"),
    [
        (0, "0"),
        (1, "0.001"),
        (250, "0.25"),
        (500, "0.5"),
        (20_000, "20"),
        (64_800_500, "64,800.5"),
        (100_000, "100"),
        (1_000_000, "1,000"),
    ],
)
def test_a_size_is_told_to_its_last_digit(mb, words):
    assert in_gb(mb) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("89441100687330295524", "8944 1100 6873 3029 5524"),
        ("8944110068733029552", "8944 1100 6873 3029 552"),
        ("KITE-AB12-CD34", "KITE-AB12-CD34"),
        ("1234", "1234"),
    ],
)
def test_the_number_of_a_card_stands_in_fours(number, words):
    assert in_fours(number) == words


def test_tiles_and_statement_agree_to_the_half(here, caseworker, need):
    receive(caseworker, codes=3, mb_each=500)
    databank.issue(need=need, by=caseworker, key=key())

    home = here.get(reverse(ROOM + "databank")).content.decode()
    statement = here.get(reverse(ROOM + "statement")).content.decode()

    assert (
        "1GB in stock (1.5GB received, 500MB issued, expired or written off, 0GB reserved)"
        in statement
    )
    assert '<span class="app-numbers__number">1.5GB</span>' in home
    assert "1GB is 1,000MB" in home
    assert "1GB is 1,000MB" in statement


def test_each_number_leads_to_its_batches(here, caseworker, need):
    receive(caseworker, network="Corvid")
    receive(caseworker, network="Finch", days=5)
    databank.issue(need=need, by=caseworker, key=key())

    page = here.get(reverse(ROOM + "databank"), {"account": "issued"})

    assert [batch.network for batch in page.context["page"]] == ["Finch"]
