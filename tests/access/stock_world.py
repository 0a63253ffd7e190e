"""The stores of the world: a device at each stand that a page is about, data, and gifts."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from diz_portal.imports.models import ImportAction, ImportState
from inclusion.databank.services import databank
from inclusion.devices.services import devices, parts
from inclusion.help.services import switches
from inclusion.models import (
    DataPledge,
    Donation,
    ImportBatch,
    ImportKind,
    ImportMapping,
    ImportRow,
)
from tests.factories.inclusion import DeviceFactory, NeedFactory, a_case, a_ready_device, card


def build(t: SimpleNamespace, people: dict[str, Any]) -> None:
    by = people["caseworker"]
    case = a_case(handled_by=t.ours)

    def need(kind: str) -> Any:
        return NeedFactory(case=case, kind=kind, state="approved")

    _devices(t, by, need)
    _data(t, by, need)
    _lists(t, by)
    switches.set_item(item="laptop", is_paused=True, weeks=6, by=by)
    t.switch = switches.set_item(item="tablet", is_paused=False, weeks=2, by=by)


def _devices(t: SimpleNamespace, by: Any, need: Any) -> None:
    mine = {"kept_by": t.ours}
    offered = {"to": t.ours, "what": "A laptop", "name": "Marker-donor"}
    t.offered = Donation.objects.create(kind="individual", **offered)
    t.received_offer = Donation.objects.create(kind="business", state="received", **offered)
    t.device = DeviceFactory(**mine, donation=t.received_offer)
    t.reserved_device = a_ready_device(by, **mine)
    devices.reserve(device=t.reserved_device, need=need("device"), by=by)
    t.lent_device = a_ready_device(by, **mine)
    devices.reserve(device=t.lent_device, need=need("device"), by=by)
    t.loan = devices.issue(
        device=t.lent_device,
        by=by,
        kind="loan",
        terms="Bring it back.",
        signed_name="Marker-borrower",
        due_on=timezone.localdate() + timedelta(days=30),
    )
    a_ready_device(by, **mine)
    t.bench = devices.repair(
        device=a_ready_device(by, **mine), by=by, why="Keys stick", part="a keyboard"
    )
    fitted = parts.add(kept_by=t.ours, kind="battery", is_new=True, by=by)
    parts.fit(part=fitted, device=t.bench, by=by)
    devices.wait_for(device=t.bench, part="a keyboard", by=by)
    t.spare_part = parts.remove(device=t.bench, kind="memory", what="8 GB", by=by)
    t.device_need = need("device")


def _lists(t: SimpleNamespace, by: Any) -> None:
    t.list_of_devices = _list(t, by, ImportState.CHECKED)
    t.applied_list = _list(t, by, ImportState.APPLIED)
    t.list_mapping = ImportMapping.objects.create(
        kept_by=t.ours, kind=ImportKind.DEVICES, supplier="Givers Ltd"
    )


def _list(t: SimpleNamespace, by: Any, state: str) -> ImportBatch:
    batch = ImportBatch.objects.create(
        kept_by=t.ours,
        kind=ImportKind.DEVICES,
        supplier="Givers Ltd",
        file_name="Marker-devices.csv",
        sha256="0" * 64,
        state=state,
        # Every list needs its kind: of the others two people may say something else.
        found={"headings": ["Kind", "Make", "Model"]},
        headings={"Kind": "kind", "Make": "make", "Model": "model"},
        done=2,
        total=2,
        summary={"create": 1, "change": 0, "unchanged": 0, "error": 1, "skipped": {}},
        uploaded_by=by,
    )
    ImportRow.objects.create(
        batch=batch,
        number=2,
        action=ImportAction.CREATE,
        label="Lapwing L1",
        values={"kind": "laptop", "make": "Lapwing", "model": "L1"},
    )
    ImportRow.objects.create(
        batch=batch,
        number=3,
        action=ImportAction.ERROR,
        label="Toaster",
        errors=[{"column": "Kind", "message": "No kind of device."}],
    )
    return batch


def _data(t: SimpleNamespace, by: Any, need: Any) -> None:
    t.pledge = DataPledge.objects.create(kind="sim", mb=20_000, name="Marker-pledger")
    t.data_batch = databank.receive(
        codes=[card(7_777_770 + number) for number in range(3)],
        key="world",
        by=by,
        kind="sim",
        network="Northline",
        mb_each=20_000,
        expires_on=timezone.localdate() + timedelta(days=20),
    )
    t.issued_item = databank.issue(need=need("data"), by=by, key="world-issue")
    t.stock_item = t.data_batch.items.filter(account="stock").order_by("-pk").first()
    t.data_entry = t.issued_item.entries.last()
    t.data_need = need("data")
