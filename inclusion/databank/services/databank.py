"""What can happen to donated data: received, reserved, issued, activated, returned, expired."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.locks import one_at_a_time
from diz_portal.sent_once import UsedAlready, is_the_same
from diz_portal.words import uk_date
from inclusion.cases.models import NEED_MOVES, Need, NeedKind, NeedState
from inclusion.cases.services import casebook, needs
from inclusion.databank import numbers
from inclusion.databank.models import (
    ACCOUNT_MOVES,
    HELD,
    NOT_HERE,
    Account,
    DataBatch,
    DataEntry,
    DataItem,
    compared,
    known_as,
)
from inclusion.databank.services import thanks
from inclusion.databank.services.ledger import post, words

MOST_ITEMS = 10_000


class NothingInStock(Refusal):
    message = "There is no suitable data in stock. Mark the need as waiting for stock"


class NotThisItem(Refusal):
    message = "You cannot do this because of its current status. Reload the page and check it"


class NotAnItem(Refusal):
    message = "Check the list of numbers"


class Doubtful(NotAnItem):
    message = "Check these against the cards, and confirm the numbers that are right"


class KnownAlready(Refusal):
    message = "One of these numbers is already in stock. Remove it from the list"


class SuppliedAlready(Refusal):
    message = "This need has already been supplied. For more data, add a new need to the case"


class NotADataNeed(Refusal):
    message = "Select a need for mobile data"


@transaction.atomic
def receive(
    *,
    codes: Iterable[str],
    key: str,
    by: User,
    kind: str,
    network: str,
    mb_each: int,
    expires_on: date,
    sure: bool = False,
    **details: Any,
) -> DataBatch:
    """Take a batch into stock, one item for each number or code, all of them or none.

    Whoever calls, a number is one that can be printed on a card, and is kept in one form. Some
    operators issue cards with a wrong check digit: somebody has to be `sure` of those.

    The same `key` with the same content a second time gives the same batch. A number that is here
    already is refused, unless it was written off or its receipt undone: of a SIM card whatever its
    network, of a voucher one of the same network.
    """
    codes = _codes(kind, codes, sure=sure)
    one_at_a_time(key)
    one_at_a_time(f"network:{compared(network)}")
    network = _as_known(network)
    values = {"kind": kind, "mb_each": mb_each, "expires_on": expires_on, **details}
    if entry := DataEntry.objects.filter(key=f"{key}:1").select_related("batch").first():
        before = list(entry.batch.items.order_by("pk").values_list("code", flat=True))
        if codes != before or not is_the_same(entry.batch, network=network, **values):
            raise UsedAlready(
                f"You have already sent this form (batch {entry.batch.reference}). Start a new one "
                "for another batch"
            )
        return entry.batch
    if details.get("received_on") and details["received_on"] > timezone.localdate():
        raise NotAnItem("Enter a date received that is today or in the past")
    if expires_on < timezone.localdate():
        raise NotAnItem(
            "These have already expired. Enter an “activate by” date that is today or later"
        )
    batch = DataBatch.objects.create(network=network, **values)
    try:
        with transaction.atomic():
            items = DataItem.objects.bulk_create(DataItem(batch=batch, code=code) for code in codes)
    except IntegrityError as error:
        raise _known_already(kind, network, codes) from error
    DataEntry.objects.bulk_create(
        DataEntry(
            batch=batch,
            item=item,
            from_account=Account.DONOR,
            to_account=Account.STOCK,
            mb=mb_each,
            key=f"{key}:{number}",
            by=by,
        )
        for number, item in enumerate(items, 1)
    )
    return batch


def _codes(kind: str, codes: Iterable[str], *, sure: bool) -> list[str]:
    found = [code.strip() for code in codes if code.strip()]
    if not found:
        raise NotAnItem("Enter the number of each SIM card or voucher, one on each line")
    if len(found) > MOST_ITEMS:
        raise NotAnItem(f"This is more than {MOST_ITEMS:,} in one batch. Split it into 2 batches")
    read = numbers.typed("\n".join(found), kind)
    if read.wrong:
        raise NotAnItem(numbers.named(read.wrong))
    if read.doubts and not sure:
        raise Doubtful(f"{numbers.named(read.doubts)}. {Doubtful.message}")
    found = read.codes
    seen: set[str] = set()
    for code in found:
        if (known := known_as(kind, "", code)) in seen:
            raise NotAnItem(f"“{code}” appears twice in the list. Remove one of them")
        seen.add(known)
    return found


def _as_known(network: str) -> str:
    """The one spelling of a network: as it was first received."""
    network = " ".join(network.split())
    names = DataBatch.objects.order_by("pk").values_list("network", flat=True)
    return next((name for name in names if compared(name) == compared(network)), network)


def _known_already(kind: str, network: str, codes: list[str]) -> KnownAlready:
    """Which of the numbers is here already, and in which batch."""
    typed = {known_as(kind, network, code): code for code in codes}
    here = DataItem.objects.filter(known_as__in=typed).exclude(account__in=NOT_HERE)
    found = here.select_related("batch").order_by("pk").first()
    if found is None:
        return KnownAlready()
    others = len(here) - 1
    code, batch = typed[found.known_as], found.batch.reference
    if not others:
        return KnownAlready(
            f"“{code}” is already in stock, in batch {batch}. Remove it from the list"
        )
    more = "and so is 1 more" if others == 1 else f"and so are {others:,} more"
    return KnownAlready(
        f"“{code}” is already in stock, in batch {batch}, {more} of the list. Remove them from the "
        "list"
    )


@transaction.atomic
def reserve(*, need: Need, by: User, key: str, network: str = "") -> DataItem:
    """Keep for a need what expires soonest of what fits, across all batches."""
    need = _lock_need(need)
    if done := _done(key, need=need):
        return done
    _is_wanted(need)
    item = _first_in_stock(need, network)
    post(item, Account.RESERVED, need=need, by=by, key=key)
    need = needs.agree_to_help(need, by)
    if need.state != NeedState.RESERVED:
        needs.move(need=need, to=NeedState.RESERVED, by=by, thing=words(item))
    return item


@transaction.atomic
def issue(
    *,
    need: Need,
    by: User,
    key: str,
    network: str = "",
    this: DataItem | None = None,
    in_person: bool = False,
) -> DataItem:
    """Issue data: what is reserved for the need, or else what expires soonest; or `this` one,
    which is in somebody's hand. What was reserved goes back into stock then."""
    need = _lock_need(need)
    if done := _done(key, need=need):
        return done
    _is_wanted(need)
    kept = DataItem.objects.filter(need=need, account=Account.RESERVED).first()
    if this is not None and (kept is None or this.pk != kept.pk):
        if kept:
            post(kept, Account.STOCK, by=by, key=f"{key}-instead", why="Another one was issued")
        item = _free(this, need)
    else:
        item = kept or _first_in_stock(need, network)
    post(item, Account.ISSUED, need=need, by=by, key=key)
    need = needs.agree_to_help(need, by)
    needs.move(need=need, to=NeedState.SUPPLIED, by=by, thing=words(item), in_person=in_person)
    thanks.tell_that_it_helped(item)
    return item


def _lock_need(need: Need) -> Need:
    """The case first, as every writer of needs does."""
    casebook.lock_open(need.case)
    need = Need.objects.select_for_update().select_related("case").get(pk=need.pk)
    if need.kind != NeedKind.DATA:
        raise NotADataNeed
    return need


def _is_wanted(need: Need) -> None:
    if need.is_supplied:
        raise SuppliedAlready


def _done(key: str, **said: Any) -> DataItem | None:
    """What the page moved when it was sent before; with something else in it, it is refused."""
    entry = DataEntry.objects.filter(key=key).select_related("item__batch").first()
    if entry and not is_the_same(entry, **said):
        raise UsedAlready("You have already used this page for something else. Open it again")
    return entry.item if entry else None


def _first_in_stock(need: Need, network: str) -> DataItem:
    fitting = DataItem.objects.in_stock().filter(
        Q(batch__kept_by=None) | Q(batch__kept_by=need.case.handled_by_id)
    )
    if network:
        fitting = fitting.filter(batch__network=network)
    # Skipped, not waited for: fifty caseworkers take fifty items at once, not one after another.
    item = fitting.select_for_update(of=("self",), skip_locked=True).select_related("batch").first()
    if item is None:
        raise NothingInStock
    return item


def _free(item: DataItem, need: Need) -> DataItem:
    """This very one, where it can be issued to the need."""
    item = DataItem.objects.select_for_update(of=("self",)).select_related("batch").get(pk=item.pk)
    if item.account != Account.STOCK:
        raise NotThisItem(
            f"You cannot issue this one, because its status is “{item.get_account_display()}”."
            " Issue another one"
        )
    if item.batch.expires_on < timezone.localdate():
        raise NotThisItem(
            f"This one expired on {uk_date(item.batch.expires_on)}. Issue another one"
        )
    if item.batch.kept_by_id not in (None, need.case.handled_by_id):
        raise NotThisItem(f"Only {item.batch.kept_by} can issue this one. Issue another one")
    return item


@transaction.atomic
def release(*, item: DataItem, by: User, key: str, why: str = "") -> DataItem:
    """Put what was reserved back into stock; its need waits again."""
    return _end_hold(item, Account.RESERVED, by=by, key=key, why=why)


@transaction.atomic
def give_back(*, item: DataItem, by: User, key: str, why: str = "") -> DataItem:
    """Take back an item that was issued and never activated: it can help somebody else."""
    return _end_hold(item, Account.ISSUED, by=by, key=key, why=why)


def _end_hold(item: DataItem, held_in: Account, *, by: User, key: str, why: str) -> DataItem:
    item, need = _lock_item(item)
    if done := _done(key, item=item, why=why):
        return done
    if item.account != held_in:
        raise NotThisItem(
            f"You cannot return it to stock, because it is not {held_in.label.lower()}. Reload"
            " the page and check its status"
        )
    past = item.batch.expires_on < timezone.localdate()
    post(item, Account.EXPIRED if past else Account.STOCK, by=by, key=key, why=why)
    _let_wait(need, by)
    return item


@transaction.atomic
def activate(*, item: DataItem, by: User, key: str) -> DataItem:
    """Say that the person uses it now."""
    item, need = _lock_item(item)
    if done := _done(key, item=item):
        return done
    if item.account != Account.ISSUED:
        raise NotThisItem(
            "You cannot mark it as activated, because it has not been issued. Issue it first"
        )
    post(item, Account.ACTIVATED, need=need, by=by, key=key)
    return item


def confirmed(need: Need, by: User | None) -> None:
    """The person has said that it works for them: what they were given is in use."""
    for item in DataItem.objects.filter(need=need, account=Account.ISSUED).order_by("pk"):
        _use(_lock_item(item)[0], by)


def _use(item: DataItem, by: User | None) -> None:
    number = item.entries.count()
    key = f"confirmed:{item.reference}:{number}"
    post(item, Account.ACTIVATED, need=item.need, by=by, key=key)


@transaction.atomic
def void(*, item: DataItem, by: User, key: str, why: str) -> DataItem:
    """Write off what is lost, blocked or wrong, with the reason."""
    item, need = _lock_item(item)
    if done := _done(key, item=item, why=why):
        return done
    if Account.VOID not in ACCOUNT_MOVES[Account(item.account)]:
        raise NotThisItem(
            f"You cannot write it off, because its status is “{item.get_account_display()}”. "
            "Reload the page to see it"
        )
    if not why.strip():
        raise NotThisItem("Enter a reason")
    post(item, Account.VOID, by=by, key=key, why=why)
    _let_wait(need, by)
    return item


@transaction.atomic
def correct(*, entry: DataEntry, by: User, key: str, why: str) -> DataEntry:
    """Undo an entry made by mistake with one that says so. Only the last entry about an item can
    be undone: later ones build on it."""
    item, need = _lock_item(entry.item)
    if _done(key, item=item, why=why):
        return DataEntry.objects.get(key=key)
    if entry.from_account == Account.DONOR:
        raise NotThisItem("You cannot undo a receipt. Write it off instead and give the reason")
    last = item.entries.order_by("-pk").first()
    if last is None or last.pk != entry.pk or entry.corrects_id:
        raise NotThisItem("There is a newer entry. Reload the page and correct that one")
    if not why.strip():
        raise NotThisItem("Enter a reason")
    if entry.to_account in NOT_HERE:
        _is_not_here_again(item)
    back = Account(entry.from_account)
    keeper = entry.need or need if back in HELD else None
    undone = post(item, back, need=keeper, by=by, key=key, why=why, corrects=entry)
    if keeper is None:
        _let_wait(need, by)
    return undone


def _is_not_here_again(item: DataItem) -> None:
    here = DataItem.objects.filter(known_as=item.known_as).exclude(account__in=NOT_HERE)
    if again := here.select_related("batch").first():
        raise KnownAlready(
            f"You cannot correct this: the same number is in stock again, in batch "
            f"{again.batch.reference}. Write that one off first"
        )


def _lock_item(item: DataItem) -> tuple[DataItem, Need | None]:
    """The case of its holder first, as every writer of needs does, then the item."""
    found = DataItem.objects.select_related("need__case").get(pk=item.pk)
    if found.need:
        casebook.lock(found.need.case)
    locked = (
        DataItem.objects.select_for_update(of=("self",))
        .select_related("batch", "need__case")
        .get(pk=item.pk)
    )
    if locked.need_id != found.need_id:
        raise NotThisItem("Someone else has just updated this. Check its status, then try again")
    return locked, locked.need


def _let_wait(need: Need | None, by: User | None) -> None:
    """What was kept for a need or given to it has gone: the need waits again."""
    if need is None or not need.case.is_open:
        return
    need.refresh_from_db()
    if DataItem.objects.filter(need=need, account__in=HELD).exists():
        return
    for state in (NeedState.APPROVED, NeedState.WAITING):
        if state in NEED_MOVES[NeedState(need.state)]:
            need = needs.move(need=need, to=state, by=by)


def expire_due(today: date | None = None) -> int:
    """Mark what has expired and nobody uses. Twice is once.

    What a person has confirmed is in use, whatever was forgotten to be said of the card.
    """
    today = today or timezone.localdate()
    over = (
        DataItem.objects.filter(
            account__in=(Account.STOCK, Account.RESERVED, Account.ISSUED),
            batch__expires_on__lt=today,
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    expired = 0
    for pk in list(over):
        with transaction.atomic():
            item, need = _lock_item(DataItem(pk=pk))
            if item.account == Account.ISSUED and need and need.state == NeedState.CONFIRMED:
                _use(item, None)
            elif Account.EXPIRED in ACCOUNT_MOVES[Account(item.account)]:
                # Numbered: what was corrected may expire a second time.
                number = item.entries.count()
                post(item, Account.EXPIRED, by=None, key=f"expired:{item.reference}:{number}")
                _let_wait(need, None)
                expired += 1
    return expired
