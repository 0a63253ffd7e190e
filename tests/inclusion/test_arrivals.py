"""When what a list names came in, so that existing stock is brought in truthfully; and that a
number is one that a card can have, whichever way it comes."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.imports import jobs
from diz_portal.imports import services as imports
from diz_portal.imports.models import ImportState
from inclusion.databank.services import databank, lists, pledges
from inclusion.devices.services import devices, intake
from inclusion.models import DataBatch, DataPledge, Device, ImportBatch
from tests.days import in_days
from tests.factories.inclusion import card, team_of
from tests.factories.partners import OrganisationFactory, caseworker_of
from tests.tables.files import as_csv, as_xlsx

pytestmark = pytest.mark.django_db
ROOM = "inclusion_workspace:"
AHEAD = "Enter a date received that is today or in the past"
long_ago = in_days(-400)
WRONG_DIGIT = "8944110065432109876"


@pytest.fixture
def org():
    return team_of(OrganisationFactory()).organisation


@pytest.fixture
def worker(org):
    return caseworker_of(org)


@pytest.fixture
def here(client, worker):
    client.force_login(worker)
    return client


def done(batch):
    jobs.run("inclusion.ImportBatch", batch.pk)
    batch.refresh_from_db()
    return batch


def applied(batch, by):
    assert messages(batch) == []
    imports.apply(batch=batch, by=by)
    assert done(batch).state == ImportState.APPLIED, batch.problem
    return batch


def messages(batch) -> list[str]:
    return [error["message"] for row in batch.rows.order_by("pk") for error in row.errors]


@pytest.fixture
def of_devices(org, worker):
    def upload(*rows, headings=("Type", "S/N", "Date received"), **said):
        content = as_csv([list(headings), *map(list, rows)])
        file = SimpleUploadedFile("stock.csv", content)
        return done(intake.upload(file=file, kept_by=org, by=worker, **said))

    return upload


@pytest.fixture
def of_cards(org, worker):
    def upload(*rows, headings=("ICCID", "Date received"), write=as_csv, name="c.csv", **said):
        file = SimpleUploadedFile(name, write([list(headings), *map(list, rows)]))
        values = {"kind": "sim", "network": "Northline", "mb_each": 20_000, "months": 1, **said}
        expires_on = timezone.localdate() + timedelta(days=90)
        return done(
            lists.upload(file=file, by=worker, kept_by=org, expires_on=expires_on, **values)
        )

    return upload


def came(device) -> object:
    return timezone.localdate(device.received_at)


# Devices -----------------------------------------------------------------------------


def test_each_device_came_on_its_day_and_the_others_on_the_day_said(of_devices, worker):
    day = timezone.localdate() - timedelta(days=30)
    batch = of_devices(
        ["laptop", "A1", long_ago().isoformat()], ["tablet", "B2", ""], received_on=day
    )

    applied(batch, worker)

    assert {one.serial: came(one) for one in Device.objects.all()} == {"A1": long_ago(), "B2": day}


def test_a_list_of_which_nothing_is_said_came_today(of_devices, worker):
    applied(of_devices(["laptop", "A1"], headings=("Type", "S/N")), worker)

    assert came(Device.objects.get()) == timezone.localdate()


def test_no_device_comes_on_a_day_that_is_ahead(of_devices, worker, org):
    tomorrow = timezone.localdate() + timedelta(days=1)

    assert messages(of_devices(["laptop", "A1", tomorrow.isoformat()])) == [AHEAD]
    with pytest.raises(Refusal, match="today or in the past"):
        devices.book_in(by=worker, kept_by=org, kind="laptop", received_on=tomorrow)


def test_a_wipe_counts_from_the_day_of_arrival_on(of_devices, worker):
    applied(of_devices(["laptop", "A1", long_ago().isoformat()]), worker)
    device = Device.objects.get()

    def wipe(days):
        return devices.record_wipe(
            device=device,
            by=worker,
            passed=True,
            method="nwipe",
            standard="purge",
            finished_at=timezone.now() - timedelta(days=days),
        )

    with pytest.raises(NotNow, match="before the device was received"):
        wipe(402)
    assert wipe(398).passed


def test_a_list_of_long_standing_stock_is_undone_until_one_is_worked_on(of_devices, worker):
    batch = applied(of_devices(["laptop", "A1", long_ago().isoformat()]), worker)

    imports.undo(batch=batch, by=worker)

    assert (done(batch).state, Device.objects.count()) == (ImportState.UNDONE, 0)


def test_the_page_of_a_list_asks_when_they_came_and_proposes_today(here, org):
    page = here.get(reverse(ROOM + "device_import"))
    assert page.context["form"]["received_on"].value() == timezone.localdate()

    day = long_ago()
    parts = {f"received_on_{at}": part for at, part in enumerate((day.day, day.month, day.year))}
    file = SimpleUploadedFile("d.csv", as_csv([["Type"], ["laptop"]]))
    here.post(reverse(ROOM + "device_import"), {"kept_by": org.pk, "file": file, **parts})

    batch = ImportBatch.objects.get()
    assert batch.said == {"received_on": long_ago().isoformat()}
    again = here.get(f"{reverse(ROOM + 'device_import')}?after={batch.reference}")
    assert again.context["form"]["received_on"].value() == long_ago()


# SIM cards ---------------------------------------------------------------------------


@pytest.mark.parametrize(("write", "name"), [(as_csv, "c.csv"), (as_xlsx, "c.xlsx")])
def test_cards_came_on_the_day_that_the_column_gives(of_cards, worker, write, name):
    rows = [[card(1), f"{long_ago():%d/%m/%Y}"], [card(2), f"{long_ago():%d/%m/%Y}"]]

    applied(of_cards(*rows, received_on=timezone.localdate(), write=write, name=name), worker)

    assert DataBatch.objects.get().received_on == long_ago()


def test_cards_without_a_column_came_on_the_day_said(of_cards, worker):
    applied(of_cards([card(1)], headings=("ICCID",), received_on=long_ago()), worker)

    assert DataBatch.objects.get().received_on == long_ago()


def test_cards_of_two_days_are_two_lists(of_cards):
    batch = of_cards([card(1), long_ago().isoformat()], [card(2), timezone.localdate().isoformat()])

    assert messages(batch) == [
        "Row 2 has a different date. All items in a batch have the same date. Leave these rows "
        "out, and import them as a separate list"
    ]


def test_no_card_comes_on_a_day_that_is_ahead(of_cards, worker):
    tomorrow = timezone.localdate() + timedelta(days=1)

    assert messages(of_cards([card(1), tomorrow.isoformat()])) == [AHEAD]
    with pytest.raises(Refusal, match="today or in the past"):
        received(worker, [card(1)], received_on=tomorrow)


# Numbers, whichever way they come --------------------------------------------------------


def received(by, codes, kind="sim", **values):
    values = {"network": "Northline", "mb_each": 20_000, "key": "once", **values}
    expires_on = timezone.localdate() + timedelta(days=90)
    return databank.receive(codes=codes, by=by, kind=kind, expires_on=expires_on, **values)


@pytest.mark.parametrize("code", ["8944", card(1)[:-1], f"{card(1)}12", f"79{card(1)[2:]}", "ABCD"])
def test_no_way_in_takes_what_is_no_number_of_a_card(worker, of_cards, here, code):
    pledge = DataPledge.objects.create(kind="sim", mb=20_000, name="Ada", email="a@b.example")
    promised = {
        "network": "Northline",
        "mb_each": 1,
        "expires_on": timezone.localdate(),
        "key": "promised",
    }

    for act in (
        lambda: received(worker, [card(2), code]),
        lambda: pledges.receive(pledge=pledge, by=worker, codes=[code], kind="sim", **promised),
    ):
        with pytest.raises(databank.NotAnItem, match="is not a SIM card number"):
            act()
    assert "is not a SIM card number" in messages(of_cards([code], headings=("ICCID",)))[0]
    answer = here.post(reverse(ROOM + "batch_add"), typed(here, codes=code))
    assert answer.status_code == 422
    assert not DataBatch.objects.exists()


def typed(here, **values) -> dict:
    day = timezone.localdate() + timedelta(days=90)
    form = here.get(reverse(ROOM + "batch_add")).context["form"]
    return {
        "key": form["key"].value(),
        "kind": "sim",
        "network": "Northline",
        "gb_a_month": "20",
        "months": "1",
        **{f"expires_on_{at}": part for at, part in enumerate((day.day, day.month, day.year))},
        **values,
    }


def test_a_wrong_check_digit_needs_somebody_who_is_sure(worker, here):
    with pytest.raises(databank.Doubtful, match="confirm the numbers that are right"):
        received(worker, [WRONG_DIGIT])
    asked = here.post(reverse(ROOM + "batch_add"), typed(here, codes=WRONG_DIGIT))
    assert asked.status_code == 422

    here.post(reverse(ROOM + "batch_add"), typed(here, codes=WRONG_DIGIT, sure="on"))

    assert DataBatch.objects.get().items.get().code == WRONG_DIGIT
    assert DataBatch.objects.get().received_on == timezone.localdate()


def test_a_number_is_kept_in_one_form_and_is_one_in_the_world(worker):
    number = card(1)
    batch = received(worker, [f" {number[:4]} {number[4:10]}-{number[10:]}F "])

    assert batch.items.get().code == number
    with pytest.raises(databank.KnownAlready):
        received(worker, [number], network="Hillfone", key="twice")


def test_a_code_of_a_voucher_that_lost_its_digits_is_refused(worker):
    with pytest.raises(databank.NotAnItem, match="shortened this code"):
        received(worker, ["8.94411E+18"], kind="voucher")
