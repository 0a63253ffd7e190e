"""Finding somebody's records, forgetting them one by one, and writing down what was decided."""

import contextlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal import locks, names, outbox, phones
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.outbox.models import Message

from . import journal, kinds, loose_mail, registry, services
from .copies import emptying, naming
from .kinds import MOST, Bearer, Kind, Wanted
from .mentions import of_record, search, taking_out
from .mentions.search import Find, Somebody
from .models import DataRequest, Decision, Ground, Outcome


class CannotErase(Refusal):
    message = "You cannot erase this record yet. Open it to see why"


class AlreadyErased(Refusal):
    message = "This record has already been erased"


class WordsHaveChanged(Refusal):
    message = (
        "Nothing has been erased. Someone has written about this person since you opened the page. "
        "Check what is marked “New”, then erase again"
    )


@dataclass(frozen=True)
class Record:
    """One record of one person under one controller."""

    kind: Kind
    row: Any

    @property
    def reference(self) -> str:
        return self.kind.reference(self.row)

    @property
    def id(self) -> str:
        return f"{self.kind.name}:{self.reference}"

    @property
    def copied_as(self) -> set[str]:
        """The ids under which copies of it may stand: asked before it is forgotten."""
        more = self.kind.copied_as(self.row) if self.kind.copied_as else ()
        return {self.id, *(f"{self.kind.name}:{each}" for each in more)}

    @property
    def is_gone(self) -> bool:
        return self.kind.is_gone(self.row) or is_erased(self)

    @property
    def controller(self) -> str:
        return self.kind.controller(self.row)

    @property
    def bearer(self) -> Bearer:
        return self.kind.bearer(self.row)

    @property
    def obstacle(self) -> str:
        """Why it cannot be erased now; empty when it can."""
        return self.kind.obstacle(self.row)

    @property
    def loses(self) -> str:
        """What the person no longer has once it is erased; empty when it is only about the past."""
        return self.kind.loses(self.row)

    def may_decide(self, user: Any) -> bool:
        return self.kind.decides(user, self.row)


def find(wanted: Wanted) -> list[Record]:
    """Every record that bears the email, number or name; of each kind the first fifty."""
    if not wanted:
        return []
    found: list[Record] = []
    for kind in kinds.kinds():
        rows = kind.find(wanted)
        rows = rows[:MOST] if isinstance(rows, models.QuerySet) else list(rows)[:MOST]
        found.extend(Record(kind, row) for row in rows)
    return found


def record(kind: str, reference: str) -> Record | None:
    known = kinds.kind(kind)
    row = known.get(reference) if known else None
    return Record(known, row) if known and row is not None else None


def are_one_person(records: Iterable[Record]) -> bool:
    """Whether nothing in the records says that they are of different people."""
    bearers = [one.bearer for one in records]
    called = {names.key(one.name) for one in bearers} - {""}
    return len(called) < 2 and len({one.born for one in bearers} - {None}) < 2


@dataclass(frozen=True)
class Holding:
    """What one table holds about the person of a record."""

    what: str
    count: int
    fields: tuple[str, ...]


def holdings(one: Record) -> list[Holding]:
    """How much is held, table by table: counts and kinds of detail, none of the details."""
    if one.kind.holds:
        held = one.kind.holds(one.row)
        return (
            [Holding(one.kind.what, 1, tuple(each.replace("_", " ") for each in held))]
            if held
            else []
        )
    found = []
    for part in all_parts(one):
        declared = registry.declaration_of(part.model)
        names = declared.personal if declared else {}
        if count := len(list(part.rows(one.row))):
            kinds_of_detail = dict.fromkeys(
                names[each] for each in (*part.fields, *part.withheld) if each in names
            )
            what = declared.what if declared else str(part.model._meta.verbose_name_plural)
            found.append(Holding(what, count, tuple(kinds_of_detail)))
    return found


def all_parts(one: Record) -> list[kinds.Part]:
    """The parts of a kind, with the messages that were sent about it."""
    if not one.kind.mail(one.row):
        return one.kind.parts
    mail = kinds.Part(
        Message,
        lambda row: messages_about(one),
        loose_mail.TO_THEM,
        subject="What we wrote to you",
    )
    return [*one.kind.parts, mail]


def messages_about(one: Record) -> list[Message]:
    """Those that went to the person: others told colleagues what became of a request."""
    bearer = one.bearer
    return [
        message
        for prefix in one.kind.mail(one.row)
        for message in Message.objects.filter(key__startswith=prefix).order_by("pk")
        if message.postal_address
        or (bearer.email and message.to.casefold() == bearer.email.casefold())
        or (bearer.phone and phones.key(message.to) == phones.key(bearer.phone))
    ]


def named_in(one: Record, user: Any = None) -> list[Find]:
    """Where else somebody has typed the person's name, number or address, as somebody may read it.

    What goes with the record itself is not among it."""
    return search.find(_sought(one), user=user)


def _sought(one: Record) -> Somebody:
    return of_record.somebody(one.kind, one.row, all_parts(one))


@transaction.atomic
def forget(one: Record, by: Any = None) -> None:
    """Take the person out of one record and whatever belongs to it, with all mail about it; and
    out of what others have typed, where it is certain and no other record has the same name.

    The only way there is, whether somebody asked or the time is up: both meet the same obstacles.
    """
    locks.one_at_a_time(LOCK)
    bearers, copied = of_record.called(one.kind, one.row), one.copied_as
    with _written_down(one.kind.name, one.reference):
        _forget(one, by)
        _from_words([(one, bearers)])
        emptying.forget(copied)


@contextlib.contextmanager
def _written_down(kind: str, reference: str, chosen: Iterable[Find] = ()) -> Iterator[None]:
    """Around an erasure that somebody asked for: after a restore it is done again."""
    also = [
        journal.Mention(find.model._meta.label, str(find.pk), find.column)
        for find in chosen
        if not find.certain
    ]
    entry = journal.intend(kind, reference, also)
    with journal.dropped_on_error(entry):
        yield
    transaction.on_commit(lambda: journal.done(entry), robust=True)


@transaction.atomic
def forget_together(those: Iterable[Record]) -> tuple[int, int]:
    """The same for several, with one look through all words. How many went, and how many may not
    go yet."""
    locks.one_at_a_time(LOCK)
    gone: list[tuple[Record, tuple[Bearer, ...]]] = []
    copied: set[str] = set()
    stay = 0
    for one in those:
        bearers, copied_as = of_record.called(one.kind, one.row), one.copied_as
        try:
            with transaction.atomic():
                _forget(one, None)
        except Refusal:
            stay += 1
        else:
            gone.append((one, bearers))
            copied |= copied_as
    _from_words(gone)
    emptying.forget(copied)
    return len(gone), stay


def _from_words(gone: Iterable[tuple[Record, tuple[Bearer, ...]]]) -> None:
    """Asked only now, when all of a person's records that go together have gone."""
    somebody = [
        Somebody(bearers, asked=False)
        for one, bearers in gone
        if not of_record.still_known(one.kind, one.row, bearers)
    ]
    naming.forget(somebody)
    taking_out.certain_of(somebody)


def _forget(one: Record, by: Any, *, again: bool = False) -> None:
    if not one.kind.of:
        # As it is now: whatever would come to stand in the way waits until this is done.
        rows = one.kind.model._default_manager.select_for_update(of=("self",))
        one = replace(one, row=rows.get(pk=one.row.pk))
    if not again and (obstacle := one.obstacle):
        raise CannotErase(obstacle)
    logged = [(part.model, [row.pk for row in part.rows(one.row)]) for part in all_parts(one)]
    prefixes = one.kind.mail(one.row)
    one.kind.erase(one.row, by)
    for prefix in prefixes:
        outbox.forget(key_prefix=prefix)
    for model, keys in logged:
        services.blank_log(model, keys)


# Two who erase at once would wait for each other's rows. No copy is begun, finished or handed out
# meanwhile: it would say what is being erased.
LOCK = "privacy-erasure"


@transaction.atomic
def erase(
    *,
    kind: str,
    reference: str,
    by: User | None = None,
    asked_in: DataRequest | None = None,
    shown: Collection[str] | None = None,
    ticked: Collection[str] = (),
) -> Decision:
    """Forget the person of one record, once. Counts stay; so does the decision, without a name.

    `asked_in`: the request in the register for which it is done. `shown` are the keys of the finds
    in other words that somebody was shown, of which the `ticked` go; whatever has come since
    refuses. Without `shown` what is certain goes, and of the rest what is ticked.
    """
    locks.one_at_a_time(LOCK)
    one = record(kind, reference)
    # A record that was joined with another is decided about as that one.
    reference = one.reference if one else reference
    if Decision.objects.filter(kind=kind, reference=reference, outcome=Outcome.ERASED).exists():
        raise AlreadyErased
    if one is None:
        raise CannotErase("This record no longer exists. Search for the person again")
    if obstacle := one.obstacle:
        raise CannotErase(obstacle)
    sought = _sought(one)
    finds = search.find(sought, user=by)
    if shown is not None and any(find.key not in shown for find in finds):
        raise WordsHaveChanged
    chosen = _chosen(finds, ticked, asked=shown is not None)
    with _written_down(kind, reference, chosen):
        return _erase(one, sought, chosen, by=by, asked_in=asked_in)


@transaction.atomic
def erase_again(one: Record, *, at: datetime, also: Collection[journal.Mention]) -> Decision:
    """What the journal says was erased after the backup that has been restored.

    What stood in its way had gone by then, and is back: it is passed over.
    """
    locks.one_at_a_time(LOCK)
    sought = _sought(one)
    chosen = [
        find
        for find in search.find(sought)
        if find.certain
        or journal.Mention(find.model._meta.label, str(find.pk), find.column) in also
    ]
    return _erase(one, sought, chosen, again=True, at=at)


def _erase(
    one: Record, sought: Somebody, chosen: list[Find], *, again: bool = False, **said: Any
) -> Decision:
    kind, reference = one.kind.name, one.reference
    controller, copied = one.controller, one.copied_as
    _forget(one, said.get("by"), again=again)
    naming.forget([sought], chosen)
    taking_out.take_out(sought, chosen)
    emptying.forget(copied)
    # The name of an organisation may have lost a person's.
    controller = now.controller if (now := record(kind, reference)) else controller
    # An explanation may speak of the person; that there was one stays.
    Decision.objects.filter(kind=kind, reference=reference).exclude(words="").update(words="")
    return Decision.objects.create(
        kind=kind,
        reference=reference,
        controller=controller,
        outcome=Outcome.ERASED,
        **said,
    )


def _chosen(finds: list[Find], ticked: Collection[str], *, asked: bool) -> list[Find]:
    """What was offered goes where it is ticked; of what nobody may read, the certain."""
    offered = {find.key for find in search.offered(finds)} if asked else set()
    return [
        find
        for find in finds
        if (find.key in ticked and (find.key in offered or not asked))
        or (find.certain and find.key not in offered)
    ]


@transaction.atomic
def refuse(
    *,
    one: Record,
    ground: str,
    words: str = "",
    by: User | None = None,
    asked_in: DataRequest | None = None,
) -> Decision:
    """Write down that a record stays, and why: whoever asked is told so."""
    if ground not in Ground.values:
        raise CannotErase("Select a reason for keeping the record")
    return Decision.objects.create(
        kind=one.kind.name,
        reference=one.reference,
        controller=one.controller,
        outcome=Outcome.REFUSED,
        ground=ground,
        words=words,
        by=by,
        asked_in=asked_in,
    )


@transaction.atomic
def keep(
    *, one: Record, by: User | None = None, asked_in: DataRequest | None = None
) -> Decision | None:
    """Somebody tried to erase what cannot be erased yet: write down that it stays, and why; once
    for each reason."""
    words = one.obstacle
    if not words or decisions_on(one).filter(outcome=Outcome.REFUSED, words=words).exists():
        return None
    return refuse(one=one, ground=Ground.STILL_NEEDED, words=words, by=by, asked_in=asked_in)


def decisions_on(one: Record) -> models.QuerySet[Decision]:
    return Decision.objects.filter(kind=one.kind.name, reference=one.reference).select_related("by")


def is_erased(one: Record) -> bool:
    return Decision.objects.filter(
        kind=one.kind.name, reference=one.reference, outcome=Outcome.ERASED
    ).exists()


@transaction.atomic
def ask(*, one: Record, by: User, asked_in: DataRequest | None = None) -> int:
    """Ask those who answer for a record to decide; once a day each. How many were asked."""
    readers = list(one.kind.answerers(one.row))
    today = timezone.localdate()
    page = reverse("privacy:record", args=[one.kind.name, one.reference])
    # What they decide is then shown with the request.
    link = f"{settings.PORTAL_URL}{page}{f'?for={asked_in.reference}' if asked_in else ''}"
    for reader in readers:
        outbox.queue(
            "privacy/asked",
            to=reader.email,
            key=f"privacy-asked-{one.kind.name}-{one.reference}-{reader.reference}-{today}",
            context={
                "reader": reader,
                "what": one.kind.what,
                "controller": one.controller,
                "link": link,
            },
        )
    return len(readers)
