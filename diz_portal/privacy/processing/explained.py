"""What a controller answers for some records, in words: for whoever tells it to people."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst

from diz_portal import words
from diz_portal.places.selectors import partnership
from diz_portal.privacy import registry
from diz_portal.privacy.purposes import JOINT, LEAD_ORGANISATION, Purpose
from diz_portal.privacy.registry import Declaration

from . import first_values, periods
from .enums import IN_PLAIN_WORDS, Basis, Condition, Paragraph, Transfers
from .models import ProcessingRecord, Processor


@dataclass(frozen=True)
class Processing:
    """All of it in words, each ready to be shown; `condition` and `how_long` may be empty.

    `record` is the row, or what it would begin with where none is kept yet.
    """

    purpose: Purpose
    record: ProcessingRecord
    controller: str
    what: str
    why: str
    basis: str
    basis_plainly: str
    condition: str
    source: str
    recipients: str
    processors: tuple[str, ...]
    transfers: str
    how_long: str
    # As it is said to the person whom the records are about.
    how_long_theirs: str


def of(what: Any, controller: Any = None) -> Processing:
    """Why and on what basis a controller holds some records, who gets them, and for how long.

    `what` is a model, its label, a row of it, a declaration, or a `privacy.erasure.Record`;
    `controller` the organisation: without it, the one whose row it is, else the lead organisation.
    """
    one = declaration(what)
    if one.purpose is None:
        raise LookupError(f"{one.label} has no purpose. Name the purpose it is held for")
    organisation = controller if controller is not None else controller_of(what)
    return in_words(one, one.purpose, organisation, record_of(one.purpose, organisation))


def declaration(what: Any) -> Declaration:
    if isinstance(what, Declaration):
        return what
    if isinstance(what, str):
        what = registry.model_of(what)
    elif hasattr(what, "kind") and hasattr(what, "row"):
        what = what.kind.model
    elif not isinstance(what, type):
        what = type(what)
    found = registry.declaration_of(what)
    if found is None or not found.personal:
        raise LookupError(f"{what} holds no data about people. Remove its purpose")
    return found


def controller_of(what: Any) -> Any:
    """The organisation that answers for a row (or a `Record` with one); None while none does."""
    row = what.row if hasattr(what, "kind") and hasattr(what, "row") else what
    one = declaration(what)
    if one.controller in (LEAD_ORGANISATION, JOINT):
        return partnership().lead_organisation
    whose = one.retention.whose if one.retention else ""
    if not (isinstance(row, models.Model) and whose):
        raise LookupError(f"Say who the controller of {one.label} is")
    for step in whose.split("__"):
        row = getattr(row, step)
    return row


def record_of(purpose: Purpose, organisation: Any) -> ProcessingRecord:
    """The row; before there is one, what it would begin with, not stored."""
    kept = (
        ProcessingRecord.objects.filter(controller=organisation, purpose=purpose.key)
        .prefetch_related("uses__processor")
        .first()
        if organisation is not None
        else None
    )
    return kept or ProcessingRecord(
        controller=organisation,
        purpose=purpose.key,
        **first_values.of(purpose, organisation),
    )


def in_words(
    one: Declaration,
    purpose: Purpose,
    organisation: Any,
    record: ProcessingRecord,
    days_of: registry.DaysOf | None = None,
) -> Processing:
    """Of a record that was read already, with the periods of its controller."""
    days_of = days_of or periods.days_of(organisation)
    how_long, theirs = one.lasting(days_of), one.lasting_theirs(days_of)
    return Processing(
        purpose=purpose,
        record=record,
        controller=controller_in_words(purpose, organisation),
        what=one.what,
        why=one.why,
        basis=basis_in_words(record),
        basis_plainly=IN_PLAIN_WORDS[Basis(record.basis)],
        condition=condition_in_words(record),
        source=record.source,
        recipients=one.recipients or record.recipients,
        processors=tuple(processor_in_words(each) for each in record.processors),
        transfers=transfers_in_words(record),
        how_long=capfirst(how_long),
        how_long_theirs=capfirst(theirs),
    )


def controller_in_words(purpose: Purpose, organisation: Any) -> str:
    name = str(organisation or partnership())
    return f"The partners jointly; contact: {name}" if purpose.is_joint else name


def basis_in_words(record: ProcessingRecord) -> str:
    words_of_law = str(Basis(record.basis).label).replace("(Article", "(UK GDPR Article")
    return f"{words_of_law}: {record.basis_words}" if record.basis_words else words_of_law


def condition_in_words(record: ProcessingRecord) -> str:
    if not record.condition:
        return ""
    said = str(Condition(record.condition).label).replace("(Article", "(UK GDPR Article")
    if not record.schedule_1:
        return said
    return f"{said}; Data Protection Act 2018, Schedule 1, {_small(record.schedule_1)}"


def _small(paragraph: str) -> str:
    said = str(Paragraph(paragraph).label)
    return said[:1].lower() + said[1:]


def transfers_in_words(record: ProcessingRecord) -> str:
    said = str(Transfers(record.transfers).label)
    return f"{said}: {record.transfers_to}" if record.transfers_to else said


def processor_in_words(one: Processor) -> str:
    signed = f", contract of {words.uk_date(one.contract_on)}" if one.contract_on else ""
    return f"{one.name}: {one.what_for} ({one.where}{signed})"
