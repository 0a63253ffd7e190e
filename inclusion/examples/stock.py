"""Example stock: devices at every state, loans that are due, data that runs out, gifts promised
and received. Every giver and borrower is invented."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pgtrigger
from django.utils import timezone

from diz_portal import reminders
from diz_portal.accounts.models import User
from diz_portal.demo import example
from diz_portal.lists.examples import view_for_everyone
from diz_portal.references import new_reference
from diz_portal.tables.values.identifiers import check_digit
from inclusion.cases.models import Case, CaseEventKind, Need, NeedKind, NeedState, Person
from inclusion.cases.services import casebook, cases, needs
from inclusion.databank.models import (
    Account,
    DataBatch,
    DataEntry,
    DataItem,
    DataPledge,
    ItemKind,
    PledgeState,
)
from inclusion.devices.models import (
    Device,
    DeviceEvent,
    DeviceState,
    Donation,
    DonationState,
    Holding,
    HoldingKind,
    Part,
    PatTest,
    WipeRecord,
)
from inclusion.devices.terms import terms_for
from inclusion.help.models import Item
from inclusion.help.services import switches
from partners.example import CHARITY
from partners.models import Organisation

# What, drive, how long here in days, and where it stands.
DEVICES = [
    ("laptop", "Corvid", "Book 14", DeviceState.QUARANTINED, 12),
    ("laptop", "Corvid", "Book 14", DeviceState.QUARANTINED, 2),
    ("tablet", "Lapwing", "Slate 10", DeviceState.QUARANTINED, 1),
    ("laptop", "Heron", "Flight 13", DeviceState.WIPED, 9),
    ("desktop", "Heron", "Tower", DeviceState.WIPE_FAILED, 15),
    ("tablet", "Lapwing", "Slate 8", DeviceState.GRADED, 20),
    ("laptop", "Corvid", "Book 15", DeviceState.REPAIRING, 26),
    ("laptop", "Corvid", "Book 14", DeviceState.READY, 34),
    ("tablet", "Lapwing", "Slate 10", DeviceState.READY, 40),
    ("router", "Wren", "Pocket", DeviceState.READY, 41),
    ("laptop", "Heron", "Flight 13", DeviceState.RESERVED, 44),
    ("tablet", "Lapwing", "Slate 10", DeviceState.ISSUED, 120),
    ("laptop", "Corvid", "Book 14", DeviceState.ISSUED, 160),
    ("laptop", "Heron", "Flight 13", DeviceState.ISSUED, 200),
    ("phone", "Wren", "Call 5", DeviceState.ISSUED, 210),
    ("phone", "Wren", "Call 5", DeviceState.LOST, 230),
    ("monitor", "Kite", "View 24", DeviceState.PARTS, 250),
    ("desktop", "Heron", "Tower", DeviceState.RECYCLED, 260),
    ("laptop", "Corvid", "Book 15", DeviceState.PARTS, 110),
]
# O’clock: an hour before the device is called wiped.
WIPED_AT = 10
WAY = [
    DeviceState.QUARANTINED,
    DeviceState.WIPED,
    DeviceState.GRADED,
    DeviceState.READY,
    DeviceState.RESERVED,
    DeviceState.ISSUED,
]
# Who borrows: how they like to hear from us, and the day their loan is due, from today.
BORROWERS = [
    ("Rowena Ashdown", "letter", "4 Mill Row, Harlow", -9),
    ("Tobias Larkin", "email", "", 5),
    ("Imogen Fairlie", "phone", "", 60),
    ("Desmond Oakes", "phone", "", None),
    ("Priya Wickham", "phone", "", -40),
    ("Lionel Thorne", "phone", "", 0),
]


@example("Devices and mobile data", order=70)
def load(today: date) -> str:
    shelf = Shelf(today)
    shelf.people()
    shelf.donations()
    shelf.devices()
    shelf.parts()
    shelf.data()
    shelf.close()
    by = shelf.by
    manager = User.objects.get(email="manager@diz.example")
    view_for_everyone(
        "devices", "Devices wiped but not issued", "state=wiped-not-issued&sort=", by=manager
    )
    switches.set_item(item=Item.LAPTOP, is_paused=True, weeks=8, by=by)
    switches.set_item(item=Item.TABLET, is_paused=False, weeks=3, by=by)
    switches.set_item(item=Item.DATA, is_paused=False, weeks=1, by=by)
    noon = datetime.combine(today, time(12), tzinfo=timezone.get_default_timezone())
    reminders.plan_what_comes(noon, "loan")
    reminders.sweep(noon, "loan")
    return f"{len(DEVICES)} devices, 4 batches of mobile data"


def _code(batch: DataBatch, at: int) -> str:
    """Of a SIM card 19 digits, the last of which checks the others; a voucher has no such rule."""
    if batch.kind == ItemKind.SIM:
        digits = f"8944{batch.pk:06}{at:08}"
        return digits + check_digit(digits)
    return f"8944{batch.pk:04}{at:08}"


class Shelf:
    def __init__(self, today: date):
        self.today = today
        self.keeper = Organisation.objects.get(slug=CHARITY)
        self.by = User.objects.get(email="caseworker@diz.example")

    def at(self, days_ago: float, hour: int = 11) -> datetime:
        moment = datetime.combine(
            self.today - timedelta(days=days_ago),
            time(hour),
            tzinfo=timezone.get_default_timezone(),
        )
        return min(moment, timezone.now())

    def people(self) -> None:
        self.needs: list[Need] = []
        self.data_needs: list[Need] = []
        for number, (name, contact_by, address, _) in enumerate(BORROWERS):
            person = Person.objects.create(
                kept_by=self.keeper,
                name=name,
                phone=f"+4416329606{number:02}",
                email=f"{name.split()[0].lower()}@resident.example",
                contact_by=contact_by,
                address=address,
            )
            case = self._case(person, opened=220 - 20 * number, left=5 * number - 16)
            held = number < 5
            self.needs.append(
                self._need(
                    case,
                    NeedKind.DEVICE,
                    "A laptop" if number % 2 else "A tablet",
                    NeedState.SUPPLIED if held else NeedState.RESERVED,
                )
            )
            # Three have a card, for one it is kept until they come, the others wait.
            state = NeedState.APPROVED
            if number <= 3:
                state = NeedState.SUPPLIED if number < 3 else NeedState.RESERVED
            self.data_needs.append(self._need(case, NeedKind.DATA, "20GB a month", state))
            if number == 3:
                self._need(case, NeedKind.DEVICE, "A keyboard with large letters", "waiting")

    def _case(self, person: Person, *, opened: int, left: int) -> Case:
        case = Case.objects.create(
            person=person,
            handled_by=self.keeper,
            # Agreed anew while they wait for more.
            target_on=self.today + timedelta(days=left),
            assigned_to=self.by,
            opened_at=self.at(opened),
        )
        casebook.record(case, CaseEventKind.OPENED, by=self.by)
        with pgtrigger.ignore("inclusion.CaseEvent:append_only"):
            case.events.update(at=case.opened_at)
        return case

    def close(self) -> None:
        """Whoever has all they asked for; what they borrowed is theirs until the day it is due."""
        for number, need in enumerate(self.needs[:3]):
            case, closed = need.case, self.at(90 - 20 * number, 15)
            for one in case.needs.all():
                needs.move(need=one, to=NeedState.CONFIRMED, by=self.by)
            cases.close(case=case, words="Both work, and they know how to reach us.", by=self.by)
            case.needs.update(changed_at=closed)
            Case.objects.filter(pk=case.pk).update(closed_at=closed)
            with pgtrigger.ignore("inclusion.CaseEvent:append_only"):
                case.events.exclude(kind=CaseEventKind.OPENED).update(at=closed)

    def _need(self, case: Case, kind: str, item: str, state: str) -> Need:
        return Need.objects.create(
            case=case,
            kind=kind,
            item=item,
            state=state,
            identified_at=case.opened_at,
            changed_at=case.opened_at,
        )

    def donations(self) -> None:
        values: dict[str, Any] = {"to": self.keeper, "postcode": "CM20 1WG"}
        self.business = Donation.objects.create(
            kind="business",
            organisation="Fenlight Insurance",
            name="Ottilie Grange",
            email="ottilie@fenlight.example",
            what="Laptops from 2020 that our staff no longer use, all working.",
            how_many=12,
            drop_off=False,
            state=DonationState.RECEIVED,
            offered_at=self.at(270),
            settled_at=self.at(262),
            **values,
        )
        Donation.objects.create(
            kind="individual",
            name="Hal Merriweather",
            email="hal@resident.example",
            what="One tablet with a scratched corner.",
            state=DonationState.EXPECTED,
            words="Bring it to the library in Harlow on any weekday, please.",
            offered_at=self.at(6),
            **values,
        )
        Donation.objects.create(
            kind="individual",
            name="Sunniva Pell",
            phone="+441632960701",
            what="Two old phones and a laptop whose battery is weak.",
            how_many=3,
            offered_at=self.at(3),
            **values,
        )

    def devices(self) -> None:
        borrowers = iter(zip(BORROWERS, self.needs, strict=True))
        # The last of them waits for the device that is reserved.
        waiting = self.needs[-1]
        for number, (kind, make, model, state, days) in enumerate(DEVICES):
            holds_data = kind != "monitor"
            device = Device.objects.create(
                kind=kind,
                make=make,
                model=model,
                serial=f"{make[:2].upper()}{number + 1:05}",
                medium_serial=f"DRV{number + 1:05}" if holds_data else "",
                holds_data=holds_data,
                mains_powered=kind != "phone",
                memory_gb=8 if kind in ("laptop", "desktop") else None,
                storage_gb=256 if kind in ("laptop", "desktop") else None,
                shelf=f"{'ABC'[number % 3]}{number // 3 + 1}",
                kept_by=self.keeper,
                donation=self.business if days > 30 else None,
                received_at=self.at(days),
            )
            self._bring_to(device, DeviceState(state), days, borrowers, waiting)

    def parts(self) -> None:
        """One laptop was used for parts: its memory repairs another, its battery is in stock."""
        here = Device.objects.filter(kept_by=self.keeper, kind="laptop")
        old = here.get(state=DeviceState.PARTS)
        bench = here.get(state=DeviceState.REPAIRING)
        out = {"kept_by": self.keeper, "taken_from": old, "came_by": self.by}
        memory = Part.objects.create(
            kind="memory",
            what="8GB DDR4",
            came_at=self.at(100),
            fitted_to=bench,
            went_at=self.at(20),
            went_by=self.by,
            **out,
        )
        battery = Part.objects.create(kind="battery", what="45 Wh", came_at=self.at(100), **out)
        Part.objects.create(
            kept_by=self.keeper,
            kind="charger",
            what="65 W USB-C",
            is_new=True,
            came_at=self.at(30),
            came_by=self.by,
        )
        for device, days, why in (
            (old, 100, f"Part removed: {memory.title}"),
            (old, 100, f"Part removed: {battery.title}"),
            (bench, 20, f"Part fitted: {memory.title}, from {old}"),
        ):
            DeviceEvent.objects.create(
                device=device,
                from_state=device.state,
                to_state=device.state,
                why=why,
                at=self.at(days),
                by=self.by,
            )

    def _bring_to(self, device, state, days, borrowers, waiting) -> None:
        """With the proofs and the history that lead there, each on a day of its own."""
        way = WAY[: WAY.index(state) + 1] if state in WAY else [DeviceState.QUARANTINED, state]
        if state == DeviceState.LOST:
            way = [*WAY, state]
        elif state == DeviceState.REPAIRING:
            way = [*WAY[:3], state]
        if len(way) > 1 and device.holds_data:
            WipeRecord.objects.create(
                device=device,
                method="overwrite",
                standard="nwipe 0.34 PRNG Stream",
                medium_serial=device.medium_serial,
                operator=self.by.name,
                finished_at=self.at(days - 1, WIPED_AT),
                passed=state != DeviceState.WIPE_FAILED,
                by=self.by,
            )
        if DeviceState.GRADED in way and device.mains_powered:
            PatTest.objects.create(
                device=device,
                passed=True,
                tester=self.by.name,
                tested_on=self.today - timedelta(days=days - 1),
                next_due_on=self.today - timedelta(days=days - 366),
                by=self.by,
            )
        values: dict[str, Any] = {"state": state}
        if DeviceState.GRADED in way:
            values["grade"] = "b"
        if state == DeviceState.REPAIRING:
            values["needs_part"] = "a keyboard"
        if state == DeviceState.RESERVED:
            values["reserved_for"] = waiting
        if state in (DeviceState.ISSUED, DeviceState.LOST):
            borrower, need = next(borrowers)
            self._lend(device, need, borrower, days - 6)
        Device.objects.filter(pk=device.pk).update(**values)
        for step, now_in in enumerate(way):
            DeviceEvent.objects.create(
                device=device,
                from_state=way[step - 1] if step else "",
                to_state=now_in,
                at=self.at(max(days - step, 0)),
                by=self.by,
            )

    def _lend(self, device: Device, need: Need, borrower: tuple, days: int) -> None:
        name, _, _, due = borrower
        kind = HoldingKind.GIFT if due is None else HoldingKind.LOAN
        due_on = None if due is None else self.today + timedelta(days=due)
        Device.objects.filter(pk=device.pk).update(state=DeviceState.RESERVED, reserved_for=need)
        Holding.objects.create(
            device=device,
            need=need,
            kind=kind,
            terms=terms_for(device, kind, due_on, self.keeper),
            signed_name=name,
            signed_at=self.at(days),
            issued_at=self.at(days),
            due_on=due_on,
            by=self.by,
        )
        Device.objects.filter(pk=device.pk).update(state=DeviceState.ISSUED, reserved_for=None)

    def data(self) -> None:
        pledge = DataPledge.objects.create(
            kind="bulk",
            network="Northline",
            mb=2_400_000,
            organisation="Fenlight Insurance",
            name="Ottilie Grange",
            email="ottilie@fenlight.example",
            state=PledgeState.RECEIVED,
            pledged_at=self.at(150),
            settled_at=self.at(140),
        )
        DataPledge.objects.create(
            kind="gift_code",
            network="Southwave",
            mb=20_000,
            name="Hal Merriweather",
            email="hal@resident.example",
            pledged_at=self.at(9),
        )
        DataPledge.objects.create(
            kind="sim",
            network="Northline",
            mb=50_000,
            name="Sunniva Pell",
            email="sunniva@resident.example",
            state=PledgeState.EXPECTED,
            words="Bring the SIM card to the library in Harlow on any weekday, please.",
            pledged_at=self.at(16),
            answered_at=self.at(12),
            answered_by=self.by,
        )
        sims = {"kind": "sim", "mb_each": 120_000, "months": 6}
        northline = self._batch(20, 140, 45, network="Northline", pledge=pledge, **sims)
        near = self._batch(8, 90, 12, network="Southwave", donor="Southwave", **sims)
        self._batch(30, 20, 200, network="Southwave", kind="voucher", mb_each=20_000, months=1)
        over = self._batch(5, 200, -3, network="Northline", kind="voucher", mb_each=10_000)
        items = list(northline.items.order_by("pk"))
        for item, need, days in zip(items, self.data_needs[:3], (130, 95, 40), strict=False):
            self._move(item, Account.ISSUED, days, need=need)
        self._move(items[0], Account.ACTIVATED, 129, need=self.data_needs[0])
        self._move(items[3], Account.RESERVED, 3, need=self.data_needs[3])
        self._move(near.items.order_by("pk")[0], Account.VOID, 60, why="The card was bent")
        for item in over.items.all():
            self._move(item, Account.EXPIRED, 2)

    def _batch(self, number: int, days: int, left: int, **values: Any) -> DataBatch:
        batch = DataBatch.objects.create(
            received_on=self.today - timedelta(days=days),
            expires_on=self.today + timedelta(days=left),
            kept_by=self.keeper,
            **values,
        )
        items = DataItem.objects.bulk_create(
            DataItem(batch=batch, code=_code(batch, at)) for at in range(1, number + 1)
        )
        for item in items:
            self._move(item, Account.STOCK, days)
        return batch

    def _move(self, item: DataItem, to: Account, days: int, **values: Any) -> None:
        item.refresh_from_db()
        DataEntry.objects.create(
            batch=item.batch,
            item=item,
            from_account=item.account,
            to_account=to,
            mb=item.batch.mb_each,
            key=f"example-{new_reference()}",
            at=self.at(days),
            by=self.by,
            **values,
        )
