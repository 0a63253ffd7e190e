"""The lists of the device bank and the databank, and what makes each longer."""

from collections.abc import Iterator
from typing import Any

SPACE = "inclusion_workspace:"


def stock_lists(listed: Any) -> Iterator[Any]:
    """`listed` makes one line of the table of lists."""
    yield listed(SPACE + "devices", ("devices", "ready_devices"))
    yield listed(SPACE + "devices", ("devices", "loans"), "caseworker")
    yield listed(SPACE + "device", ("wipes",), "caseworker", ("thing.reference",))
    yield listed(SPACE + "device", ("parts", "parts_fitted"), "caseworker", ("thing.reference",))
    yield listed(SPACE + "device", ("parts_fitted",), "caseworker", ("bench.reference",))
    yield listed(SPACE + "device_fit", ("parts",), "caseworker", ("bench.reference",))
    yield listed(SPACE + "parts", ("parts",))
    yield listed(SPACE + "loans", ("loans",), "caseworker")
    yield listed(SPACE + "donations", ("device_offers",), "caseworker")
    yield listed(SPACE + "donation", ("devices",), "caseworker", ("given.reference",))
    yield listed(
        SPACE + "need_device", ("ready_devices",), "caseworker", ("device_need.reference",)
    )
    yield listed(SPACE + "switches", ("switches",))
    yield listed(SPACE + "imports", ("lists_of_devices",))
    yield listed(SPACE + "import", ("list_rows",), "caseworker", ("list_of_devices.reference",))
    yield listed(SPACE + "device_import", ("list_mappings",), "caseworker")
    yield listed(SPACE + "databank", ("data_batches", "data_pledges"))
    yield listed(SPACE + "databank", ("data_batches",), "caseworker", query="?show=all")
    yield listed(SPACE + "batch", ("data_items",), args=("data_batch.reference",))
    yield listed(SPACE + "batch_csv", ("data_items",), args=("data_batch.reference",))
    yield listed(SPACE + "statement", ("data_batches", "data_items"))
    yield listed(SPACE + "statement_csv", ("data_batches", "data_items"))
    yield listed(SPACE + "pledges", ("data_pledges",))
    yield listed(
        SPACE + "need_data", ("data_batches", "data_items"), "caseworker", ("data_need.reference",)
    )
    yield listed("inclusion:donation", ("devices",), "stranger", ("given.token",))
    for kind in ("devices", "device_offers", "loans", "data_batches", "data_pledges"):
        yield listed("workspace:home", (kind,), "caseworker")
