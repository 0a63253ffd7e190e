"""Many rows of everything in the stores."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from diz_portal.imports.models import ImportAction, ImportState
from inclusion.databank.services import databank
from inclusion.models import (
    DataBatch,
    DataEntry,
    DataItem,
    DataPledge,
    Device,
    Donation,
    Holding,
    ImportBatch,
    ImportKind,
    ImportMapping,
    ImportRow,
    Item,
    ItemSwitch,
    Need,
    Part,
    WipeRecord,
)
from tests.factories.inclusion import DeviceFactory, NeedFactory, a_case, card, wiped


class StockRows:
    """See `rows.Rows`, of which this is a part."""

    def begin_stock(self) -> None:
        by = self.caseworker
        self.stock_case = a_case(handled_by=self.ours)
        self.thing = DeviceFactory(kept_by=self.ours, mains_powered=False)
        wiped(self.thing, by)
        self.bench = DeviceFactory(kept_by=self.ours, state="repairing")
        self.given = Donation.objects.create(
            kind="business", what="Laptops", to=self.ours, state="received", how_many=300
        )
        self.data_batch = databank.receive(
            codes=[card(0)],
            key="rows",
            by=by,
            kind="sim",
            network="Northline",
            mb_each=1000,
            expires_on=self.today + timedelta(days=300),
        )
        self.data_need = NeedFactory(case=self.stock_case, kind="data", state="approved")
        self.list_of_devices = ImportBatch.objects.create(**self._list("first.csv"))
        self.device_need = NeedFactory(case=self.stock_case, kind="device", state="approved")

    def _list(self, name: str) -> dict[str, Any]:
        return {
            "kept_by": self.ours,
            "kind": ImportKind.DEVICES,
            "file_name": name,
            "file": f"lists/{name}",
            "size": 1,
            "sha256": "0" * 64,
            "state": ImportState.CHECKED,
            "found": {"headings": ["Kind"]},
            "headings": {"Kind": "kind"},
            "summary": {"create": 300, "change": 0, "unchanged": 0, "error": 0, "skipped": {}},
            "uploaded_by": self.caseworker,
        }

    def lists_of_devices(self, numbers) -> None:
        ImportBatch.objects.bulk_create(ImportBatch(**self._list(f"list-{n}.csv")) for n in numbers)

    def list_rows(self, numbers) -> None:
        ImportRow.objects.bulk_create(
            ImportRow(
                batch=self.list_of_devices,
                number=n + 2,
                action=ImportAction.CREATE,
                label=f"Make {n}",
                values={"kind": "laptop", "make": f"Make {n}"},
            )
            for n in numbers
        )

    def list_mappings(self, numbers) -> None:
        ImportMapping.objects.bulk_create(
            ImportMapping(kept_by=self.ours, kind=ImportKind.DEVICES, supplier=f"Giver {n}")
            for n in numbers
        )

    def _device(self, n: int, **values) -> Device:
        values = {"kept_by": self.ours, "mains_powered": False, **values}
        return Device(kind="phone", make=f"Make {n}", received_at=self._moment, **values)

    @property
    def _moment(self):
        return timezone.now() - timedelta(days=40)

    def devices(self, numbers) -> None:
        Device.objects.bulk_create(self._device(n, donation=self.given) for n in numbers)

    def ready_devices(self, numbers) -> None:
        made = self._wiped(numbers)
        Device.objects.filter(pk__in=[one.pk for one in made]).update(state="ready")

    def _wiped(self, numbers) -> list[Device]:
        made = Device.objects.bulk_create(self._device(n) for n in numbers)
        WipeRecord.objects.bulk_create(
            WipeRecord(
                device=one,
                method="overwrite",
                standard="NIST",
                finished_at=timezone.now(),
                recorded_at=timezone.now() + timedelta(seconds=1),
                passed=True,
                by=self.caseworker,
            )
            for one in made
        )
        return made

    def loans(self, numbers) -> None:
        """Late ones, each of another case."""
        for device in self._wiped(numbers):
            self._lend(device, NeedFactory(case=a_case(handled_by=self.ours), state="supplied"))

    def _reserve(self, device, need) -> None:
        Device.objects.filter(pk=device.pk).update(state="reserved", reserved_for=need)

    def _lend(self, device, need) -> None:
        self._reserve(device, need)
        Holding.objects.create(
            device=device,
            need=need,
            kind="loan",
            terms="Bring it back.",
            signed_name="Somebody",
            signed_at=timezone.now(),
            due_on=self.long_ago,
            by=self.caseworker,
        )
        Device.objects.filter(pk=device.pk).update(state="issued", reserved_for=None)

    def needs_met(self, numbers) -> None:
        """Of one case: as many with a device on loan, with one reserved, and with data."""

        def made(kind, state) -> list[Need]:
            return Need.objects.bulk_create(
                Need(case=self.case, kind=kind, state=state) for _ in numbers
            )

        for device, need in zip(self._wiped(numbers), made("device", "supplied"), strict=True):
            self._lend(device, need)
        for device, need in zip(self._wiped(numbers), made("device", "reserved"), strict=True):
            self._reserve(device, need)
        items = self._stocked(DataItem(batch=self.data_batch, code=f"N{n}") for n in numbers)
        self._move(items, "stock", "issued", made("data", "supplied"))

    def wipes(self, numbers) -> None:
        for _ in numbers:
            wiped(self.thing, self.caseworker)

    def parts(self, numbers) -> None:
        self._take_out(numbers)

    def parts_fitted(self, numbers) -> None:
        self._take_out(
            numbers, fitted_to=self.bench, went_at=timezone.now(), went_by=self.caseworker
        )

    def _take_out(self, numbers, **went) -> None:
        Part.objects.bulk_create(
            Part(
                kept_by=self.ours,
                kind="memory",
                taken_from=self.thing,
                came_at=self._moment,
                came_by=self.caseworker,
                **went,
            )
            for _ in numbers
        )

    def device_offers(self, numbers) -> None:
        Donation.objects.bulk_create(
            Donation(kind="individual", what=f"Laptop {n}", to=self.ours) for n in numbers
        )

    def device_needs(self, numbers) -> None:
        Need.objects.bulk_create(
            Need(case=self.stock_case, kind="device", state="waiting") for _ in numbers
        )

    def data_batches(self, numbers) -> None:
        """Each with one card in stock that runs out soon."""
        batches = DataBatch.objects.bulk_create(
            DataBatch(
                kind="sim",
                network=f"Network {n}",
                mb_each=1000,
                expires_on=self.today + timedelta(days=5),
            )
            for n in numbers
        )
        self._stocked(DataItem(batch=one, code=f"B{one.pk}") for one in batches)

    def data_items(self, numbers) -> None:
        self._stocked(DataItem(batch=self.data_batch, code=f"C{n}") for n in numbers)

    def _stocked(self, items) -> list[DataItem]:
        made = DataItem.objects.bulk_create(items)
        self._move(made, "donor", "stock")
        return made

    def _move(self, items, from_account, to_account, needs=None) -> None:
        DataEntry.objects.bulk_create(
            DataEntry(
                batch=one.batch,
                item=one,
                from_account=from_account,
                to_account=to_account,
                mb=one.batch.mb_each,
                key=f"rows-{to_account}-{one.pk}",
                need=need,
                by=self.caseworker,
            )
            for one, need in zip(items, needs or [None] * len(items), strict=True)
        )

    def data_pledges(self, numbers) -> None:
        DataPledge.objects.bulk_create(
            DataPledge(kind="sim", mb=1000, pledged_at=self._moment) for _ in numbers
        )

    def switches(self, numbers) -> None:
        for item in list(Item)[: len(numbers)]:
            ItemSwitch.objects.get_or_create(item=item)
