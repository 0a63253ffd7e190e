from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inclusion.databank.services import databank
from inclusion.models import Account, DataBatch, DataEntry, NeedState
from inclusion.tasks import keep_the_stores
from tests.factories.inclusion import NeedFactory, a_case, card
from tests.factories.partners import manager

pytestmark = pytest.mark.django_db
ROOM = "inclusion_workspace:"
TWO = (card(1), card(2))
FIRST, LATE, SIGNAL = (card(number) for number in (3, 4, 5))


@pytest.fixture
def here(client, caseworker, partnership):
    client.force_login(caseworker)
    return client


@pytest.fixture
def need(team):
    return NeedFactory(case=a_case(handled_by=team.organisation), kind="data", state="approved")


def receive(by, codes=TWO, days=30, **values) -> DataBatch:
    values = {"kind": "sim", "network": "Northline", "mb_each": 20_000, **values}
    return databank.receive(
        codes=codes,
        key=f"test-{codes}-{days}",
        by=by,
        expires_on=timezone.localdate() + timedelta(days=days),
        **values,
    )


def printed(code: str) -> str:
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


CARDS = ["8944110065432109875", "8944110065432109883", "8944110065432109891"]
WRONG_DIGIT = "8944110065432109876"


def batch_form(here, **values) -> dict:
    page = here.get(reverse(ROOM + "batch_add"))
    day = timezone.localdate() + timedelta(days=90)
    return {
        "key": page.context["form"]["key"].value(),
        "kind": "sim",
        "network": "Northline",
        "gb_a_month": "20",
        "months": "6",
        "expires_on_0": day.day,
        "expires_on_1": day.month,
        "expires_on_2": day.year,
        "codes": f"{CARDS[0]}\r\n\r\n{CARDS[1][:4]} {CARDS[1][4:]}F\r\n",
        **values,
    }


def test_a_batch_is_received_once_from_pasted_numbers(here):
    values = batch_form(here)

    first, second = (here.post(reverse(ROOM + "batch_add"), values) for _ in range(2))

    batch = DataBatch.objects.get()
    assert first.url == second.url == batch.get_absolute_url()
    assert (batch.mb_each, batch.items.count()) == (120_000, 2)


def test_a_form_that_was_used_drops_nothing(here):
    values = batch_form(here)
    here.post(reverse(ROOM + "batch_add"), values)

    answer = here.post(reverse(ROOM + "batch_add"), {**values, "codes": CARDS[2]})

    page = answer.content.decode()
    assert answer.status_code == 422
    used = f"You have already sent this form (batch {DataBatch.objects.get().reference})."
    assert f"{used} Start a new one for another batch" in page
    assert CARDS[2] in page


def test_a_number_that_is_here_is_named_with_its_batch(here):
    here.post(reverse(ROOM + "batch_add"), batch_form(here))

    again = {"network": "northline ", "codes": CARDS[0]}
    answer = here.post(reverse(ROOM + "batch_add"), batch_form(here, **again))

    batch = DataBatch.objects.get()
    assert answer.status_code == 422
    assert (
        f"“{CARDS[0]}” is already in stock, in batch {batch.reference}." in answer.content.decode()
    )


@pytest.mark.parametrize(
    "change",
    [
        {"codes": ""},
        {"codes": f"{CARDS[0]}\n{CARDS[0]}"},
        {"gb_a_month": "0"},
        {"expires_on_2": "2020"},
        {"key": ""},
    ],
)
def test_what_is_wrong_with_a_batch_is_said(here, change):
    answer = here.post(reverse(ROOM + "batch_add"), batch_form(here, **change))

    assert answer.status_code == 422
    assert not DataBatch.objects.exists()


@pytest.mark.parametrize(
    ("kind", "codes", "sentence"),
    [
        ("sim", "07700 900123", "Line 1: “07700 900123” is not a SIM card number"),
        ("sim", f"{CARDS[0]}\n8.94411E+18", "Line 2: The spreadsheet has shortened this SIM card"),
        ("sim", "8944110065432100000", "has only zeros after its first 15 digits"),
        ("sim", "1\n2\n3\n4\n5", "2 more have the same problem"),
        ("voucher", "1234567890\n2345678901\n345678901", "Line 3: “345678901” seems to have lost"),
    ],
)
def test_numbers_that_cannot_be_right_are_named_by_their_line(here, kind, codes, sentence):
    typed = batch_form(here, kind=kind, codes=codes)

    answer = here.post(reverse(ROOM + "batch_add"), typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_wrong_check_digit_is_asked_about(here):
    typed = batch_form(here, codes=WRONG_DIGIT)
    assert 'name="sure"' not in here.get(reverse(ROOM + "batch_add")).content.decode()

    asked = here.post(reverse(ROOM + "batch_add"), typed)

    assert asked.status_code == 422
    assert "does not match the others" in asked.content.decode()
    assert 'name="sure"' in asked.content.decode()
    assert here.post(reverse(ROOM + "batch_add"), {**typed, "sure": "on"}).status_code == 302
    assert DataBatch.objects.get().items.get().code == WRONG_DIGIT


def test_vouchers_may_be_of_any_letters(here):
    here.post(reverse(ROOM + "batch_add"), batch_form(here, kind="voucher", codes="ABCD\nefgh"))

    assert set(DataBatch.objects.get().items.values_list("code", flat=True)) == {"ABCD", "efgh"}


TOO_LONG = "Enter {} characters or fewer. You have entered {}"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"gb_a_month": "1e3"}, "Enter a number, such as 20 or 2.5"),
        ({"gb_a_month": "٢٠"}, "Enter a number, such as 20 or 2.5"),
        ({"gb_a_month": "twenty"}, "Enter a number, such as 20 or 2.5"),
        ({"gb_a_month": "1001"}, "Enter 1,000 or less"),
        ({"gb_a_month": "2.5555"}, "Enter it with 3 decimal places"),
        ({"months": "1_0"}, "Enter a whole number, such as 20"),
        ({"months": "25"}, "Enter 24 or less"),
        ({"months": "0"}, "Enter 1 or more"),
        ({"network": "n" * 303}, TOO_LONG.format(40, 303)),
        ({"donor": "n" * 303}, TOO_LONG.format(150, 303)),
        ({"note": "n" * 303}, TOO_LONG.format(300, 303)),
        (
            {"codes": "1\n" * 250_001},
            "Enter fewer numbers, and add the others as a second batch",
        ),
        ({"key": "short"}, "This page is out of date. Open it again"),
    ],
)
def test_what_is_typed_wrong_is_told_in_plain_words(here, change, sentence):
    answer = here.post(reverse(ROOM + "batch_add"), batch_form(here, **change))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Ensure this value" not in page
    assert not DataBatch.objects.exists()


def test_the_reason_for_a_move_is_short(here, caseworker):
    item = receive(caseworker).items.first()
    address = reverse(ROOM + "data_void", args=[item.reference])
    key = here.get(address).context["form"]["key"].value()

    page = here.post(address, {"key": key, "why": "w" * 303}).content.decode()

    assert TOO_LONG.format(200, 303) in page


def test_the_networks_we_know_are_offered(here, caseworker):
    receive(caseworker, network="Southwave")

    page = here.get(reverse(ROOM + "batch_add")).content.decode()

    assert 'list="networks"' in page
    assert '<datalist id="networks"><option value="Southwave">' in page


def test_what_has_been_supplied_is_not_offered_again(here, caseworker, need):
    receive(caseworker)
    databank.issue(need=need, by=caseworker, key="i")
    address = reverse(ROOM + "need_data", args=[need.reference])

    shown = here.get(address)
    sent = here.post(address, {"key": "2345678902", "network": ""})

    for answer, status in ((shown, 200), (sent, 422)):
        page = answer.content.decode()
        assert answer.status_code == status
        assert "This need has already been supplied." in page
        assert reverse(ROOM + "need_add", args=[need.case.reference]) in page
        assert "cannot become" not in page
        assert 'name="shown"' not in page
    assert need.data_items.count() == 1


def test_nothing_is_offered_to_a_need_that_was_declined(here, caseworker, need):
    receive(caseworker)
    type(need).objects.filter(pk=need.pk).update(state=NeedState.DECLINED)

    page = here.get(reverse(ROOM + "need_data", args=[need.reference])).content.decode()

    assert "because its status is “Declined by the person”" in page
    assert 'name="shown"' not in page


def test_who_issues_to_a_need_that_nobody_decided_about_approves_it(here, caseworker, need):
    receive(caseworker, (FIRST,), 5)
    type(need).objects.filter(pk=need.pk).update(state=NeedState.IDENTIFIED)
    address = reverse(ROOM + "need_data", args=[need.reference])
    form = here.get(address).context["form"]
    values = {name: form[name].value() for name in ("key", "network", "shown")}

    here.post(address, {**values, "code": FIRST})

    told = list(need.events.order_by("pk").values_list("summary", flat=True))
    assert told[-2].endswith("approved")
    assert "supplied" in told[-1]


def test_one_screen_hands_over_what_expires_first(here, caseworker, need):
    receive(caseworker, (LATE,), 60)
    receive(caseworker, (FIRST,), 5)
    address = reverse(ROOM + "need_data", args=[need.reference])
    page = here.get(address)
    form = page.context["form"]
    values = {name: form[name].value() for name in ("key", "network", "shown")}
    assert printed(FIRST) in page.content.decode()

    answers = [here.post(address, {**values, "code": FIRST}) for _ in range(2)]

    need.refresh_from_db()
    item = need.data_items.get()
    assert (item.code, need.state) == (FIRST, NeedState.SUPPLIED)
    assert [one.url for one in answers] == [need.case.get_absolute_url()] * 2


def test_only_the_chosen_network_is_handed_over(here, caseworker, need):
    receive(caseworker, (FIRST,), 5)
    receive(caseworker, (SIGNAL,), 60, network="Southwave")
    address = reverse(ROOM + "need_data", args=[need.reference])
    form = here.get(address, {"network": "Southwave"}).context["form"]

    values = {name: form[name].value() for name in ("key", "network", "shown")}
    here.post(address, {**values, "code": SIGNAL[-4:]})

    assert need.data_items.get().code == SIGNAL


def test_a_card_that_just_went_is_named_loudly(here, caseworker, team, need):
    codes = ("KITE-AB12", "KITE-CD34")
    receive(caseworker, codes, kind="voucher")
    address = reverse(ROOM + "need_data", args=[need.reference])
    form = here.get(address).context["form"]
    values = {name: form[name].value() for name in ("key", "network", "shown")}
    other = NeedFactory(case=need.case, kind="data", state="approved")
    databank.issue(need=other, by=caseworker, key="other")

    page = here.post(address, values, follow=True).content.decode()

    assert "has just been issued to someone else" in page
    assert codes[1] in page


def test_nothing_in_stock_is_said(here, need):
    answer = here.post(
        reverse(ROOM + "need_data", args=[need.reference]), {"key": "2345678902", "network": ""}
    )

    assert answer.status_code == 422
    assert "no suitable data in stock" in answer.content.decode()


def moves(item) -> list[str]:
    return list(item.entries.order_by("pk").values_list("to_account", flat=True))


def test_an_item_goes_back_and_is_corrected_and_written_off(here, caseworker, need):
    receive(caseworker, TWO[:1])
    item = databank.issue(need=need, by=caseworker, key="i")

    def press(verb, key):
        here.post(reverse(ROOM + "data_move", args=[item.reference, verb]), {"key": key})

    press("return", "2345678902")
    press("return", "2345678902")
    for name in ("data_void", "data_correct"):
        address = reverse(ROOM + name, args=[item.reference])
        key = here.get(address).context["form"]["key"].value()
        here.post(address, {"key": key, "why": "Bent"})

    assert moves(item) == ["stock", "issued", "stock", "void", "stock"]


def test_a_manager_reads_no_code_and_moves_nothing_of_anybodys(
    client, caseworker, partnership, need
):
    receive(caseworker, (LATE,))
    item = databank.issue(need=need, by=caseworker, key="i")
    client.force_login(manager())

    page = client.get(item.get_absolute_url()).content.decode()

    assert LATE not in page
    assert need.case.reference not in page
    address = reverse(ROOM + "data_move", args=[item.reference, "activate"])
    assert client.post(address, {"key": "2345678902"}).status_code == 403


def test_the_statement_is_a_file_too(here, caseworker, need):
    batch = receive(caseworker)
    databank.reserve(need=need, by=caseworker, key="r")

    text = b"".join(here.get(reverse(ROOM + "statement_csv"))).decode()

    day = timezone.localdate().isoformat()
    assert text.splitlines()[1:] == [
        f"{day},{batch.reference},Northline,Donated → in stock,2,40.0,0.0,40.0,0.0",
        f"{day},{batch.reference},Northline,In stock → reserved,1,0.0,20.0,20.0,20.0",
    ]
    page = here.get(reverse(ROOM + "statement")).content.decode()
    assert (
        "20GB in stock (40GB received, 0GB issued, expired or written off, 20GB reserved)" in page
    )
    assert "In stock → reserved" in page


def test_what_expires_is_written_off_at_night(caseworker, partnership):
    batch = receive(caseworker)
    DataBatch.objects.filter(pk=batch.pk).update(
        expires_on=timezone.localdate() - timedelta(days=1)
    )

    keep_the_stores()
    keep_the_stores()

    assert set(batch.items.values_list("account", flat=True)) == {Account.EXPIRED}
    assert DataEntry.objects.filter(to_account=Account.EXPIRED).count() == 2


@pytest.mark.parametrize(("days", "step"), [(30, 30), (14, 14), (7, 7), (1, 7)])
def test_a_warning_comes_at_30_14_and_7_days(caseworker, partnership, days, step):
    from inclusion.databank.attention_items import expires

    batch = receive(caseworker, days=days)

    assert [item.key for item in expires(caseworker, timezone.localdate())] == [
        f"data-runs-out:{batch.reference}:{step}"
    ]
