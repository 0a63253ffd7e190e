"""What can be read of the databank. Every figure is a sum over the ledger, in MB."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from diz_portal import unseen
from diz_portal.disclosure import said
from inclusion.cases.models import Need, NeedKind, NeedState
from inclusion.databank.models import (
    HELD,
    NOT_HERE,
    NOT_RECEIVED,
    OPEN_PLEDGES,
    UNUSABLE,
    Account,
    DataBalance,
    DataBatch,
    DataEntry,
    DataItem,
    DataPledge,
    ItemKind,
    compared,
    known_as,
)

# Days before it expires at which stock asks to be used.
WARN_BEFORE = (30, 14, 7)


@dataclass(frozen=True)
class Totals:
    """MB by account, of what was received."""

    by_account: dict[str, int]

    @property
    def received(self) -> int:
        """What came, without receipts that were undone."""
        return sum(mb for account, mb in self.by_account.items() if account not in NOT_RECEIVED)

    @property
    def unusable(self) -> int:
        """Expired or written off."""
        return sum(self.by_account.get(account, 0) for account in UNUSABLE)

    @property
    def issued(self) -> int:
        return self.of(Account.ISSUED) + self.of(Account.ACTIVATED)

    def of(self, account: str) -> int:
        return self.by_account.get(account, 0)


def totals(batches: QuerySet[DataBatch]) -> Totals:
    rows = DataBalance.objects.filter(batch__in=batches).values_list("account")
    return Totals(dict(rows.annotate(mb=Sum("mb")).order_by()))


def with_stock(batches: QuerySet[DataBatch]) -> QuerySet[DataBatch]:
    """With how many items there are, are in stock, are somebody's, and are unusable."""
    return batches.select_related("kept_by").annotate(
        item_count=Count("items"),
        stock_count=Count("items", filter=Q(items__account=Account.STOCK)),
        held_count=Count("items", filter=Q(items__account__in=HELD)),
        unusable_count=Count("items", filter=Q(items__account__in=UNUSABLE)),
    )


def expiring(batches: QuerySet[DataBatch], today: date) -> QuerySet[Any]:
    """Batches with something in stock or reserved that expire soon, each with how many are
    `left`."""
    near = batches.filter(
        expires_on__range=(today, today + timedelta(days=max(WARN_BEFORE))),
        items__account__in=(Account.STOCK, Account.RESERVED),
    )
    return near.annotate(left=Count("items")).order_by("expires_on", "pk")


@dataclass(frozen=True)
class Line:
    """One line of a statement: what moved on a day, and what was in stock and reserved after it."""

    day: date
    batch: DataBatch
    from_account: str
    to_account: str
    items: int
    mb_in: int
    mb_out: int
    balance: int
    reserved: int

    @property
    def mb_received(self) -> int:
        """Into stock for the first time, less receipts that were undone."""
        if self.from_account == Account.DONOR:
            return self.mb_in
        return -self.mb_out if self.to_account == Account.WITHDRAWN else 0

    @property
    def words(self) -> str:
        return f"{Account(self.from_account).label} → {Account(self.to_account).label.lower()}"


def statement(batches: QuerySet[DataBatch]) -> Iterator[Line]:
    """What came into stock and left it, day by day, with the balance: like a bank's statement.

    In stock is what can be issued. What is reserved has left it, has a balance of its
    own, and is a line again when it is issued.
    """
    kept = (Account.STOCK, Account.RESERVED)
    rows = (
        DataEntry.objects.filter(batch__in=batches)
        .filter(Q(from_account__in=kept) | Q(to_account__in=kept))
        .values("at__date", "batch", "from_account", "to_account")
        .annotate(items=Count("pk"), mb=Sum("mb"), last=Max("pk"))
        .order_by("at__date", "last")
    )
    by_key = DataBatch.objects.in_bulk(list(batches.values_list("pk", flat=True)))
    balance = reserved = 0
    for _, day in groupby(rows, key=itemgetter("at__date")):
        waiting = list(day)
        while waiting:
            # What was reserved and issued on one day is told in that order.
            row = next(
                (
                    one
                    for one in waiting
                    if balance + _to(one, Account.STOCK) >= 0
                    and reserved + _to(one, Account.RESERVED) >= 0
                ),
                waiting[0],
            )
            waiting.remove(row)
            moved = _to(row, Account.STOCK)
            balance += moved
            reserved += _to(row, Account.RESERVED)
            yield Line(
                day=row["at__date"],
                batch=by_key[row["batch"]],
                from_account=row["from_account"],
                to_account=row["to_account"],
                items=row["items"],
                mb_in=max(moved, 0),
                mb_out=max(-moved, 0),
                balance=balance,
                reserved=reserved,
            )


def _to(row: Mapping[str, Any], account: Account) -> int:
    """By how much a movement makes an account larger, or smaller."""
    return row["mb"] * ((row["to_account"] == account) - (row["from_account"] == account))


@dataclass(frozen=True)
class Gift:
    """How a donation was used, told to whoever gave it without telling of anybody."""

    received: int
    helping: int
    people: int
    wasted: int
    left: int

    @property
    def people_said(self) -> str:
        return said(self.people)


def gift(batches: QuerySet[DataBatch]) -> Gift:
    sums = totals(batches)
    people = (
        DataItem.objects.filter(batch__in=batches, account__in=(Account.ISSUED, Account.ACTIVATED))
        .aggregate(people=Count("need__case__person", distinct=True))
        .get("people", 0)
    )
    return Gift(
        received=sums.received,
        helping=sums.issued,
        people=people,
        wasted=sums.unusable,
        left=sums.of(Account.STOCK) + sums.of(Account.RESERVED),
    )


def networks(batches: QuerySet[DataBatch]) -> Iterable[str]:
    """Networks of which something is in stock, for choosing by signal."""
    stock = DataItem.objects.in_stock().filter(batch__in=batches)
    return sorted(set(stock.order_by().values_list("batch__network", flat=True)))


def known_networks() -> list[str]:
    """Every network of which something was ever received."""
    return sorted(set(DataBatch.objects.order_by().values_list("network", flat=True).distinct()))


def pledged_mb() -> int:
    """What is pledged and not here: never a part of the stock."""
    pledged = DataPledge.objects.filter(state__in=OPEN_PLEDGES)
    return pledged.aggregate(mb=Sum("mb"))["mb"] or 0


def for_team(organisation_id: int) -> QuerySet[DataBatch]:
    """What a team may issue: its own, and what all share."""
    return DataBatch.objects.filter(Q(kept_by=None) | Q(kept_by=organisation_id))


def next_item(need: Need, batches: QuerySet[DataBatch], network: str = "") -> DataItem | None:
    """What would be issued now: the reserved one, or else the soonest to expire."""
    reserved = DataItem.objects.filter(need=need, account=Account.RESERVED)
    if kept := reserved.select_related("batch").first():
        return kept
    fitting = DataItem.objects.in_stock().filter(batch__in=batches)
    if network:
        fitting = fitting.filter(batch__network=network)
    return fitting.select_related("batch").first()


def by_number(batches: QuerySet[DataBatch], number: str, network: str = "") -> list[DataItem]:
    """The cards that have this number, as it is typed or scanned: with spaces or hyphens, and with
    the letter that fills up the number of a SIM card, and without what nobody sees."""
    number, network = unseen.on_a_line(number), unseen.on_a_line(network)
    typed = compared(number).replace("-", "")
    bare = typed.rstrip("f") if typed.rstrip("f").isdigit() else typed
    names = [network] if network else known_networks()
    known = {
        known_as(kind, name, code)
        for kind in ItemKind
        for name in names
        for code in (typed, bare, f"{bare}f")
    }
    found = DataItem.objects.filter(batch__in=batches, known_as__in=known)
    if network:
        found = found.filter(batch__network=network)
    return list(found.exclude(account__in=NOT_HERE).select_related("batch__kept_by").order_by("pk"))


def by_last_digits(batches: QuerySet[DataBatch], digits: str, network: str = "") -> list[DataItem]:
    """The SIM cards that end in these digits and can be issued."""
    found = DataItem.objects.filter(
        batch__in=batches, batch__kind=ItemKind.SIM, code__endswith=digits, account=Account.STOCK
    )
    if network:
        found = found.filter(batch__network=unseen.on_a_line(network))
    return list(found.select_related("batch__kept_by").order_by("pk"))


def waiting_needs(user: Any, batch: DataBatch) -> QuerySet[Need]:
    """Approved needs of data that have none, of those who may issue from the batch, the longest
    waiting first."""
    found = Need.objects.visible_to(user).filter(
        kind=NeedKind.DATA, state__in=(NeedState.APPROVED, NeedState.WAITING)
    )
    if batch.kept_by_id:
        found = found.filter(case__handled_by=batch.kept_by_id)
    return found.select_related("case").order_by("identified_at", "pk")


def stock_by_network(batches: QuerySet[DataBatch]) -> list[tuple[str, int]]:
    """Network and how many items of it can be issued."""
    stock = DataItem.objects.in_stock().filter(batch__in=batches).order_by()
    return sorted(stock.values_list("batch__network").annotate(number=Count("pk")))
