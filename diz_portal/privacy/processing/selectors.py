"""Reading the records of processing: each with its gaps, its periods, and all of it as a table."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from diz_portal import words
from diz_portal.privacy import kinds, purposes, registry
from diz_portal.privacy.registry import Declaration

from . import explained, first_values, periods
from .enums import Basis, State
from .models import ProcessingRecord, Processor, ProcessorUse

HEADINGS = [
    "Controller",
    "Joint controllers",
    "Purpose",
    "Record",
    "Table",
    "Categories of individuals",
    "Details",
    "Why",
    "Special category data",
    "Lawful basis",
    "Article 9 condition",
    "Where it comes from",
    "Who receives it",
    "Processors",
    "Transfers abroad",
    "Retention period",
    "How it is carried out",
    "On request",
    "Reviewed",
    "Reviewed by",
    "Next review",
]
ON_REQUEST = "With the person’s record"
OF_STAFF = "The account’s name is replaced by a reference"
# Where a list leaves those of a controller, read once for all its records.
EVERY_PROCESSOR = "every_processor"


def records(visible: QuerySet[ProcessingRecord]) -> list[ProcessingRecord]:
    """Those of a purpose that the code still has, with all that is shown of them; what is due for
    review first. As many queries for many as for one."""
    rows = (
        visible.most_pressing_first()  # type: ignore[attr-defined]
        .select_related("controller", "reviewed_by")
        .prefetch_related(
            Prefetch("uses", ProcessorUse.objects.select_related("processor")),
            Prefetch("controller__processors", to_attr=EVERY_PROCESSOR),
            "periods",
        )
    )
    return [one for one in rows if one.about]


def narrowed(
    found: Iterable[ProcessingRecord], *, controller: str, state: str
) -> list[ProcessingRecord]:
    today = timezone.localdate()
    return [
        one
        for one in found
        if (not controller or one.controller.slug == controller)
        and (state != State.DUE or one.is_due(today))
        and (state != State.GAPS or gaps(one))
    ]


def gaps(record: ProcessingRecord) -> list[str]:
    """What is missing, plainly; whether it is due for review again is said apart."""
    missing = ["Not reviewed yet"] if record.is_first else []
    if record.basis in (Basis.PUBLIC_TASK, Basis.LEGAL_OBLIGATION) and not record.basis_words:
        missing.append("Law for the lawful basis not named")
    if record.basis == Basis.RECOGNISED_INTERESTS and not record.basis_words:
        missing.append("No recognised interest named")
    if record.basis == Basis.LEGITIMATE_INTERESTS and not record.assessed_on:
        missing.append("No legitimate interests assessment recorded")
    if record.special and not record.condition:
        missing.append("No Article 9 condition recorded")
    if record.needs_policy and not record.policy_on:
        missing.append("No appropriate policy document recorded")
    named = {one.pk for one in record.processors}
    missing += [
        f"{one.name} handles data in all records, but is not named here"
        for one in _every_processor(record.controller)
        if one.is_for_all and one.pk not in named
    ]
    missing += [
        f"No contract recorded with {one.name}"
        for one in record.processors
        if one.contract_on is None
    ]
    return missing


def _every_processor(controller: Any) -> list[Processor]:
    read = getattr(controller, EVERY_PROCESSOR, None)
    return list(processors_of(controller)) if read is None else read


def due_for_review(user: Any, today: date) -> list[tuple[Any, list[ProcessingRecord]]]:
    """By controller, of those that the person keeps; the longest overdue first."""
    found: dict[Any, list[ProcessingRecord]] = defaultdict(list)
    rows = ProcessingRecord.objects.kept_by(user).due(today).select_related("controller")
    for record in rows.order_by("controller__name", "next_review_on", "purpose"):
        if record.about:
            found[record.controller].append(record)
    return list(found.items())


# What is held ----------------------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """One kind of record within a purpose."""

    what: str
    table: str
    about: str
    details: tuple[str, ...]
    why: str
    recipients: str
    how_long: str
    # As it is said to the person whom the records are about.
    how_long_theirs: str
    carried_out: str
    on_request: str


def held(record: ProcessingRecord) -> list[Held]:
    """What a controller holds for a purpose, each with its period and what carries it out."""
    about = record.about
    if about is None:
        return []
    # A record that nobody has kept yet says what the code says, and has no periods of its own.
    own = record.periods.all() if record.pk else ()
    days = periods.among({one.label: one.days for one in own})
    if _follows_others(about):
        days = periods.days_of(record.controller)
    about_whom = _about_whom()
    return [_held(one, days, about_whom) for one in registry.of_purpose(about)]


def _follows_others(purpose: purposes.Purpose) -> bool:
    """Whether something goes with records that stand in another purpose."""
    followed = {
        label
        for one in registry.of_purpose(purpose)
        if one.retention
        for label in (one.retention.follows, one.retention.theirs_follows)
        if label
    }
    return any(explained.declaration(label).purpose is not purpose for label in followed)


def _about_whom() -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = defaultdict(list)
    for kind in kinds.kinds():
        for part in kind.parts:
            if kind.what not in found[part.model]:
                found[part.model].append(kind.what)
    return dict(found)  # which asking must not fill


def _held(one: Declaration, days: registry.DaysOf, about: dict[Any, list[str]]) -> Held:
    return Held(
        what=one.what,
        table=one.label,
        about="; ".join(about.get(one.model, ())) or "Staff who acted",
        details=tuple(dict.fromkeys(one.personal.values())),
        why=one.why,
        recipients=one.recipients,
        how_long=capfirst(one.lasting(days)),
        how_long_theirs=capfirst(one.lasting_theirs(days)),
        carried_out=carried_out(one),
        on_request=ON_REQUEST if one.model in about else OF_STAFF,
    )


def carried_out(one: Declaration) -> str:
    """What keeps the period that is shown."""
    retention = one.retention
    if retention is None:
        return ""
    if retention.days is not None:
        then = registry.AFTERWARDS[retention.action].removeprefix("then ")
        return f"Every night: {then}"
    if retention.follows:
        return f"With: {explained.declaration(retention.follows).what}"
    return "With the record it belongs to"


def period_choices(
    record: ProcessingRecord,
) -> list[tuple[Declaration, int, list[tuple[int, str]]]]:
    """The kinds of record whose period this controller chooses: what it is now, and what it may
    be."""
    about = record.about
    if about is None:
        return []
    days = periods.among({one.label: one.days for one in record.periods.all()})
    return [
        (one, days(one.label), periods.choices(one.retention))
        for one in registry.of_purpose(about)
        if one.retention and one.retention.is_chosen
    ]


# As a file -------------------------------------------------------------------------


def cells(found: Iterable[ProcessingRecord]) -> Iterator[list[Any]]:
    """One line for each kind of record of each controller (UK GDPR, Article 30)."""
    about_whom = _about_whom()
    chosen = periods.chosen_by_controller()
    for record in found:
        about = record.about
        if about is None:
            continue
        days = periods.among(_of_controller(chosen, record.controller_id))
        for declared in registry.of_purpose(about):
            one = _held(declared, days, about_whom)
            yield [
                str(record.controller),
                "Yes" if about.is_joint else "No",
                about.title,
                one.what,
                one.table,
                one.about,
                "; ".join(one.details),
                one.why,
                about.special,
                explained.basis_in_words(record),
                explained.condition_in_words(record),
                record.source,
                one.recipients or record.recipients,
                "; ".join(explained.processor_in_words(each) for each in record.processors),
                explained.transfers_in_words(record),
                one.how_long,
                one.carried_out,
                one.on_request,
                record.reviewed_on,
                str(record.reviewed_by or ""),
                record.next_review_on,
            ]


# For everybody ---------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """One purpose of one controller as anybody may read it."""

    purpose: purposes.Purpose
    controller: Any
    record: ProcessingRecord
    basis_plainly: str
    how_long: str

    @property
    def has_page(self) -> bool:
        return self.controller is not None


def told(controller: str = "") -> list[Told]:
    """Every purpose of every controller, in the order of the purposes; those that no row was begun
    for yet with what they begin with."""
    kept: dict[tuple[Any, str], ProcessingRecord] = {
        (one.controller_id, one.purpose): one for one in records(ProcessingRecord.objects.all())
    }
    chosen = periods.chosen_by_controller()
    organisations = purposes.every_controller()
    found = []
    for purpose in purposes.purposes():
        for one in organisations[purpose.controller] or [None]:
            if controller and (one is None or one.slug != controller):
                continue
            record = kept.get((one.pk if one else None, purpose.key)) or ProcessingRecord(
                controller=one, purpose=purpose.key, **first_values.of(purpose, one)
            )
            mine = _of_controller(chosen, one.pk if one else None)
            found.append(_told(purpose, one, record, periods.among(mine)))
    return found


def _of_controller(chosen: dict[str, dict[int, int]], controller: int | None) -> dict[str, int]:
    return {label: by[controller] for label, by in chosen.items() if controller in by}


def _told(
    purpose: purposes.Purpose, controller: Any, record: ProcessingRecord, days: registry.DaysOf
) -> Told:
    return Told(
        purpose=purpose,
        controller=controller,
        record=record,
        basis_plainly=capfirst(explained.IN_PLAIN_WORDS[Basis(record.basis)]),
        how_long=purpose.kept.replace("{period}", registry.in_words(days(purpose.main))),
    )


def controllers() -> list[Any]:
    """Each once, by name."""
    found = {one.pk: one for few in purposes.every_controller().values() for one in few}
    return sorted(found.values(), key=lambda one: str(one).casefold())


def processors_with_uses(controller: Any) -> list[Processor]:
    """With `named_in`, the purposes whose records name each now."""
    rows = list(
        processors_of(controller).prefetch_related(
            Prefetch("uses", ProcessorUse.objects.filter(ended_on=None).select_related("record"))
        )
    )
    for one in rows:
        one.named_in = [use.record.about.title for use in one.uses.all() if use.record.about]  # type: ignore[attr-defined]
    return rows


def processors_of(controller: Any) -> QuerySet[Processor]:
    return Processor.objects.filter(controller=controller)


def last_reviewed(found: Iterable[Told]) -> str:
    """Since when all that is told has been checked, in words: the oldest of the reviews; empty
    while anything was never reviewed."""
    days = [one.record.reviewed_on for one in found]
    checked = [day for day in days if day]
    return words.uk_date(min(checked)) if checked and len(checked) == len(days) else ""
