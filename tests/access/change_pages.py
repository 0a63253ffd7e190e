"""Change requests, board meetings, contracts and subsidy.

A draft of a request is its organisation's and the managers'; what was asked for is read by all who
work on the project. Meetings are kept by managers and read by every member; contracts and subsidy
are for those who read all the money of the project.
"""

from .doors import (
    EVERYBODY,
    INSIDE,
    LEADS,
    MANAGERS,
    MEMBERS,
    REPORTERS,
    SIGNED_IN,
    WORKERS,
    Table,
)

WRITERS = REPORTERS | MANAGERS
CONTROLLED, PUBLIC = "controlled.slug", "public.slug"
PARTS = ("milestone", "new-milestone", "withdrawn-milestone", "scope", "budget", "tolerance")
OF_ONE = (
    *("request", "edit", *PARTS, "cost", "remove", "ask"),
    *("approve", "make", "refuse", "withdraw"),
)
OF_CONTRACT = ("contract", "edit", "notice", "kpi", "plan", "review")
OF_SUBSIDY = ("subsidy", "subsidy_review", "subsidy_upload", "subsidy_confirm", "subsidy_withdraw")


def add(table: Table) -> None:
    _changes(table)
    _meetings(table)
    _contracts(table)


def _changes(table: Table) -> None:
    door = table.door
    draft = {"slug": CONTROLLED, "reference": "change.reference"}
    asked = {"slug": CONTROLLED, "reference": "asked_change.reference"}
    door("change:list", opens=MEMBERS)
    door("change:project", opens=INSIDE, slug=CONTROLLED)
    manages = {"opens": MANAGERS, "refused": INSIDE - MANAGERS, "acts": MANAGERS}
    door("change:start", **manages, slug=PUBLIC)
    asks = {"opens": WORKERS, "refused": INSIDE - WORKERS, "acts": WORKERS, "slug": CONTROLLED}
    door("change:new", **asks)
    door("change:move", **asks, reference="controlled_milestone.reference")
    door("change:request", opens=WRITERS, **draft)
    door("change:request", opens=INSIDE, **asked)
    for name in ("edit", *PARTS, "ask", "withdraw"):
        door(f"change:{name}", opens=WRITERS, acts=WRITERS, **draft)
    door("change:cost", opens=LEADS, refused=WRITERS - LEADS, acts=LEADS, **draft)
    table.button("change:remove", acts=WRITERS, **draft)
    door("change:make", opens=MANAGERS, refused=WRITERS - MANAGERS, acts=MANAGERS, **draft)
    for name in ("approve", "refuse"):
        door(f"change:{name}", **manages, **asked)


def _meetings(table: Table) -> None:
    door = table.door
    held = {"reference": "meeting.reference"}
    keeps = {"opens": MANAGERS, "refused": MEMBERS - MANAGERS, "acts": MANAGERS}
    door("meetings:list", opens=MEMBERS)
    door("meetings:actions", opens=MEMBERS)
    door("meetings:add", opens=MANAGERS, refused=SIGNED_IN - MANAGERS, acts=MANAGERS)
    table.button("meetings:prepare", acts=MANAGERS, refused=SIGNED_IN - MANAGERS)
    for which in ("meeting", "planned_meeting", "released_meeting"):
        door("meetings:meeting", opens=MEMBERS, reference=f"{which}.reference")
    for name in ("attend", "item_add", "action_add", "release"):
        door(f"meetings:{name}", **keeps, **held)
    for name in ("paper_pack", "paper_report", "paper_upload"):
        door(f"meetings:{name}", **keeps, **held)
    for name in ("edit", "hold", "cancel"):
        door(f"meetings:{name}", **keeps, reference="planned_meeting.reference")
    door("meetings:reinstate", **keeps, reference="cancelled_meeting.reference")
    table.button("meetings:strike", acts=MANAGERS, refused=MEMBERS - MANAGERS, **held)
    for name in ("item", "item_remove"):
        door(f"meetings:{name}", **keeps, **held, item="minutes_item.reference")
    door("meetings:paper_remove", **keeps, **held, paper="report_paper.reference")
    door(
        "meetings:paper_file",
        opens=MEMBERS,
        **held,
        paper="report_paper.reference",
        kind="=csv",
    )
    closes = {"opens": WRITERS, "acts": WRITERS}
    door("meetings:action_close", **closes, reference="action.reference")
    door("minutes:list", opens=EVERYBODY, public=True)
    door("minutes:meeting", opens=EVERYBODY, public=True, reference="released_meeting.reference")


def _contracts(table: Table) -> None:
    door = table.door
    keeps = {"opens": MANAGERS, "refused": LEADS - MANAGERS, "acts": MANAGERS, "slug": PUBLIC}
    door("contracts:project", opens=LEADS, slug=PUBLIC)
    contract = {"reference": "contract.reference"}
    door("contracts:contract", opens=LEADS, slug=PUBLIC, **contract)
    subsidy = {"reference": "subsidy.reference"}
    door("contracts:subsidy", opens=LEADS, slug=PUBLIC, **subsidy)
    for name in ("add", "subsidy_add"):
        door(f"contracts:{name}", **keeps)
    for name in ("edit", "notice", "kpi", "plan"):
        door(f"contracts:{name}", **keeps, **contract)
    door("contracts:review", **keeps, **contract, one="contract_review.reference")
    for name in OF_SUBSIDY[1:]:
        door(f"contracts:{name}", **keeps, **subsidy)
    door("contracts:directions", opens=MANAGERS, refused=SIGNED_IN - MANAGERS, acts=MANAGERS)
