"""The device bank and the databank: who may read of them, and who may press their buttons.

Managers read of things and figures. What is in whose hands, and who offered what, is for the
caseworkers of the organisation that keeps it.
"""

from .doors import EVERYBODY, MANAGERS, MOVED, SIGNED_IN, Table

CASEWORKERS = frozenset({"caseworker"})
READERS = CASEWORKERS | MANAGERS
SPACE = "inclusion_workspace:"


def add(table: Table) -> None:
    _giving(table)
    _devices(table)
    _lending(table)
    _databank(table)


def _giving(table: Table) -> None:
    door = table.door
    door("inclusion:donate", opens=EVERYBODY)
    for name in ("donate_device", "donate_data"):
        door(f"inclusion:{name}", opens=EVERYBODY, acts=EVERYBODY)
    # Whoever holds the link is the giver.
    door("inclusion:donation", opens=EVERYBODY, token="received_offer.token")
    door("inclusion:pledge", opens=EVERYBODY, token="pledge.token")


def _devices(table: Table) -> None:
    door = table.door
    read = {"opens": READERS, "refused": SIGNED_IN - READERS}
    only = {"opens": CASEWORKERS, "refused": SIGNED_IN - CASEWORKERS}
    door(SPACE + "devices", **read)
    door(SPACE + "parts", **read)
    door(SPACE + "device_labels", **read, query="?device={device.reference}")
    door(SPACE + "switches", **read)
    door(SPACE + "switch", **read, acts=READERS, item="=laptop")
    for name in ("device_add", "device_import", "wipe_log", "part_add"):
        door(SPACE + name, **only, acts=CASEWORKERS)
    door(SPACE + "places_import", opens=MANAGERS, refused=SIGNED_IN - MANAGERS, acts=MANAGERS)
    _lists(table)
    for name in ("loans", "donations"):
        door(SPACE + name, **only)
    door(SPACE + "device", **read, reference="device.reference")
    works = {"opens": CASEWORKERS, "refused": SIGNED_IN - CASEWORKERS, "acts": CASEWORKERS}
    door(SPACE + "device_edit", **works, reference="device.reference")
    for name in ("wipe", "log", "inspect", "repair", "test", "ready", "retire", "reserve"):
        door(f"{SPACE}device_{name}", **works, reference="device.reference")
    for name in ("inspect", "test", "ready"):
        door(f"{SPACE}devices_{name}", **works, query="?device={device.reference}")
    for name in ("remove_part", "fit", "wait"):
        door(f"{SPACE}device_{name}", **works, reference="bench.reference")
    door(SPACE + "part_dispose", **works, reference="spare_part.reference")
    offer = {"reference": "offered.reference"}
    door(SPACE + "donation", **only, **offer)
    for name in ("expect", "decline", "receive"):
        door(f"{SPACE}donation_{name}", **works, **offer)
    table.button(
        SPACE + "donation_called",
        acts=CASEWORKERS,
        refused=SIGNED_IN - CASEWORKERS,
        **offer,
    )


def _lists(table: Table) -> None:
    """A list of devices on its way in: managers look at it, and do not take devices in."""
    door, button = table.door, table.button
    read = {"opens": READERS, "reference": "list_of_devices.reference"}
    works = {"opens": CASEWORKERS, "refused": MANAGERS, "acts": CASEWORKERS}
    door(SPACE + "imports", opens=READERS)
    for name in ("import", "import_errors"):
        door(SPACE + name, **read)
    door(SPACE + "import_match", **works, reference="list_of_devices.reference")
    door(SPACE + "import_undo", **works, reference="applied_list.reference")
    door(SPACE + "import_rows", **works, gives=MOVED, reference="list_of_devices.reference")
    for name in ("import_check", "import_apply", "import_discard"):
        button(
            SPACE + name,
            acts=CASEWORKERS,
            refused=MANAGERS,
            reference="list_of_devices.reference",
        )


def _lending(table: Table) -> None:
    door = table.door
    only = {"opens": CASEWORKERS, "refused": SIGNED_IN - CASEWORKERS}
    works = {**only, "acts": CASEWORKERS}
    for name in ("release", "issue"):
        door(f"{SPACE}device_{name}", **works, reference="reserved_device.reference")
    for name in ("return", "lost", "fault"):
        door(f"{SPACE}device_{name}", **works, reference="lent_device.reference")
    for name in ("holding", "holding_paper"):
        door(SPACE + name, **only, reference="loan.reference")
    # Covered until the case is opened.
    door(SPACE + "holding_letter", **only, gives=MOVED, reference="loan.reference")
    for name in ("holding_extend", "holding_told"):
        door(SPACE + name, **works, reference="loan.reference")
    door(SPACE + "need_device", **works, reference="device_need.reference")


def _databank(table: Table) -> None:
    door, button = table.door, table.button
    read = {"opens": READERS, "refused": SIGNED_IN - READERS}
    acts = {**read, "acts": READERS}
    works = {"opens": CASEWORKERS, "refused": SIGNED_IN - CASEWORKERS, "acts": CASEWORKERS}
    for name in ("databank", "statement", "statement_csv", "pledges"):
        door(SPACE + name, **read)
    door(SPACE + "batch_add", **acts)
    for name in ("batch", "batch_csv"):
        door(SPACE + name, **read, reference="data_batch.reference")
    door(SPACE + "pledge", **read, reference="pledge.reference")
    for name in ("pledge_answer", "pledge_receive", "pledge_close"):
        door(SPACE + name, **acts, reference="pledge.reference")
    door(SPACE + "data_item", **read, reference="issued_item.reference")
    door(SPACE + "batch_undo", **acts, reference="data_batch.reference")
    door(SPACE + "data_issue", **works, reference="stock_item.reference")
    for name in ("data_void", "data_correct"):
        door(SPACE + name, **works, reference="issued_item.reference")
    button(
        SPACE + "data_move",
        acts=CASEWORKERS,
        refused=SIGNED_IN - CASEWORKERS,
        reference="issued_item.reference",
        verb="=return",
    )
    need = {"reference": "data_need.reference"}
    door(SPACE + "need_data", **works, **need)
    button(
        SPACE + "need_data_reserve",
        acts=CASEWORKERS,
        refused=SIGNED_IN - CASEWORKERS,
        **need,
    )
