"""The constraints of the device bank and the databank, each with the row that breaks it."""

from inclusion.models import (
    DataBalance,
    DataBatch,
    DataEntry,
    DataItem,
    DataPledge,
    Donation,
    Holding,
    ImportBatch,
    ImportMapping,
    Part,
    PatTest,
    WipeRecord,
)
from tests.factories.inclusion import DeviceFactory

from .breaking import Case, Rows, another, changed
from .shell import DAY


def stand(rows: Rows) -> None:
    rows.donation = Donation.objects.create(
        attempt="once", kind="individual", what="A laptop", to=rows.organisation
    )
    rows.device = DeviceFactory(kept_by=rows.organisation)
    rows.reserved_device = DeviceFactory(
        kept_by=rows.organisation, state="reserved", reserved_for=rows.need
    )
    rows.holding = Holding.objects.create(
        device=rows.device,
        need=rows.need,
        kind="gift",
        terms="Yours.",
        signed_at=rows.now,
        by=rows.ada,
    )
    rows.taken_part = Part.objects.create(
        kept_by=rows.organisation, kind="battery", taken_from=rows.device, came_by=rows.ada
    )
    rows.bought_part = Part.objects.create(
        kept_by=rows.organisation, kind="battery", came_by=rows.ada
    )
    rows.wipe = WipeRecord.objects.create(
        device=rows.device,
        method="overwrite",
        standard="NIST",
        finished_at=rows.now,
        passed=True,
        by=rows.ada,
    )
    rows.pat_test = PatTest.objects.create(
        device=rows.device,
        passed=True,
        tester="P. Tester",
        tested_on=rows.today,
        next_due_on=rows.today + DAY,
        by=rows.ada,
    )

    rows.list_of_devices = ImportBatch.objects.create(
        kept_by=rows.organisation, kind="devices", file="lists/a.csv"
    )
    # Of data that all share: nobody keeps it, and it is one mapping all the same.
    rows.list_mapping = ImportMapping.objects.create(kind="sims", supplier="Corvid")

    rows.batch = DataBatch.objects.create(
        kind="sim", network="Corvid", mb_each=1000, expires_on=rows.today
    )
    rows.item = DataItem.objects.create(
        batch=rows.batch, code="1", known_as="corvid:1", account="stock"
    )
    rows.balance = DataBalance.objects.create(batch=rows.batch, account="stock", mb=1000)
    rows.entry = DataEntry.objects.create(
        batch=rows.batch,
        item=rows.item,
        from_account="donor",
        to_account="stock",
        mb=1000,
        key="in-1",
    )
    rows.pledge = DataPledge.objects.create(attempt="once", kind="sim", mb=1000)


CASES: dict[str, Case] = {
    "inclusion_import_state_known": lambda rows: changed(rows.list_of_devices, state="?"),
    "inclusion_import_examples_go_with_their_file": lambda rows: changed(
        rows.list_of_devices, file="", found={"words": ["Toaster"]}
    ),
    "inclusion_one_mapping_per_supplier": lambda rows: another(rows.list_mapping),
    "inclusion_one_donation_per_attempt": lambda rows: another(rows.donation),
    "inclusion_donation_state_known": lambda rows: changed(rows.donation, state="?"),
    "inclusion_donation_is_something": lambda rows: changed(rows.donation, how_many=0),
    "inclusion_one_device_per_serial": lambda rows: another(rows.device),
    "inclusion_one_device_reserved_per_need": lambda rows: another(
        rows.reserved_device, serial="another"
    ),
    "inclusion_device_state_known": lambda rows: changed(rows.device, state="?"),
    "inclusion_device_kind_holds_data": lambda rows: changed(rows.device, holds_data=False),
    "inclusion_device_reserved_for_a_need": lambda rows: changed(
        rows.device, reserved_for=rows.need
    ),
    "inclusion_waits_for_a_part_on_the_bench": lambda rows: changed(rows.device, needs_part="Fan"),
    "inclusion_battery_per_cent": lambda rows: changed(rows.device, battery_percent=101),
    "inclusion_one_holder": lambda rows: another(rows.holding),
    "inclusion_loans_have_a_day": lambda rows: changed(rows.holding, due_on=rows.today),
    "inclusion_returned_after_issue": lambda rows: changed(
        rows.holding, returned_at=rows.holding.issued_at - DAY
    ),
    "inclusion_holding_has_terms": lambda rows: changed(rows.holding, terms=""),
    "inclusion_part_kind_known": lambda rows: changed(rows.bought_part, kind="?"),
    "inclusion_new_part_is_new": lambda rows: changed(rows.taken_part, is_new=True),
    "inclusion_drive_has_a_past": lambda rows: changed(rows.bought_part, kind="drive"),
    "inclusion_part_goes_elsewhere": lambda rows: changed(
        rows.taken_part, fitted_to=rows.device, went_at=rows.now + DAY, went_by=rows.ada
    ),
    "inclusion_part_went_by_somebody": lambda rows: changed(
        rows.bought_part, went_at=rows.now + DAY
    ),
    "inclusion_wipe_is_past": lambda rows: changed(rows.wipe, finished_at=rows.now + DAY),
    "inclusion_wipe_names_its_standard": lambda rows: changed(rows.wipe, standard=""),
    "inclusion_pat_due_again_when_passed": lambda rows: changed(rows.pat_test, passed=False),
    "inclusion_pat_due_after_test": lambda rows: changed(rows.pat_test, next_due_on=rows.today),
    # Mobile data.
    "inclusion_batch_holds_data": lambda rows: changed(rows.batch, mb_each=0),
    "inclusion_batch_lasts": lambda rows: changed(rows.batch, months=0),
    "inclusion_batch_kind_known": lambda rows: changed(rows.batch, kind="?"),
    "inclusion_one_item_per_code": lambda rows: another(rows.item, known_as="corvid:2"),
    "inclusion_one_item_per_number": lambda rows: another(rows.item, code="2"),
    "inclusion_held_items_have_a_need": lambda rows: changed(rows.item, need=rows.need),
    "inclusion_one_balance_per_account": lambda rows: another(rows.balance),
    "inclusion_balance_not_below_nothing": lambda rows: changed(rows.balance, mb=-1),
    "inclusion_entry_moves": lambda rows: changed(rows.entry, to_account="donor"),
    "inclusion_entry_accounts_known": lambda rows: changed(rows.entry, to_account="?"),
    "inclusion_one_pledge_per_attempt": lambda rows: another(rows.pledge),
    "inclusion_pledge_is_something": lambda rows: changed(rows.pledge, mb=0),
    "inclusion_pledge_state_known": lambda rows: changed(
        rows.pledge, state="?", settled_at=rows.now
    ),
    "inclusion_pledge_settled_has_time": lambda rows: changed(rows.pledge, settled_at=rows.now),
    "inclusion_pledge_expected_was_answered": lambda rows: changed(
        rows.pledge, answered_at=rows.now
    ),
}
