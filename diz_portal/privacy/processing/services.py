"""Keeping the record of processing: begun once for each controller, then its own to change."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.privacy import purposes, registry

from . import first_values, periods
from .enums import PARAGRAPHS, Basis, Condition, Transfers
from .models import Period, ProcessingRecord, Processor, ProcessorUse

CHANGED = (
    "basis",
    "basis_words",
    "assessed_on",
    "condition",
    "schedule_1",
    "policy_on",
    "source",
    "recipients",
    "transfers",
    "transfers_to",
)


class NotAPublicBody(Refusal):
    message = "Public task is a lawful basis for public bodies only. Select another lawful basis"


class WrongParagraph(Refusal):
    message = "Select the paragraph of Schedule 1 that belongs to the Article 9 condition"


class ConditionMissing(Refusal):
    message = "Select an Article 9 condition, because special category data is held"


class NotCarriedOut(Refusal):
    message = "Select a period from the list. The portal can only delete after one of these"


class OfAnotherController(Refusal):
    message = "Select a processor of this organisation"


class StillUsed(NotNow):
    message = "This processor is named in a record. Remove it from the record first"


# Beginning ------------------------------------------------------------------------


def ensure() -> int:
    """Begin the records that controllers have not yet; answers how many. Nothing that is there is
    changed, save where the code has come to hold special data, or no longer does."""
    return sum(
        _ensure(one, purpose)
        for words, organisations in purposes.every_controller().items()
        for one in organisations
        for purpose in purposes.purposes()
        if purpose.controller == words
    )


@transaction.atomic
def _ensure(organisation: Any, purpose: purposes.Purpose) -> int:
    first = first_values.of(purpose, organisation)
    record, is_new = ProcessingRecord.objects.get_or_create(
        controller=organisation, purpose=purpose.key, defaults=first
    )
    if record.special != first["special"]:
        record = ProcessingRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
        for name in ("special", "condition", "schedule_1"):
            setattr(record, name, first[name])
        _to_be_reviewed(record)
        record.save()
    return int(is_new)


@transaction.atomic
def settle_bases(organisation: Any) -> None:
    """After its kind has changed: a basis that it cannot have goes, and is to be reviewed."""
    organisation.refresh_from_db(fields=["is_public_body"])
    if organisation.is_public_body:
        return
    rows = ProcessingRecord.objects.select_for_update(of=("self",))
    for record in rows.filter(controller=organisation, basis=Basis.PUBLIC_TASK):
        if record.about:
            record.basis = first_values.basis(record.about, is_public_body=False)
        else:
            record.basis = Basis.LEGITIMATE_INTERESTS
        record.basis_words = ""
        _to_be_reviewed(record)
        record.save()


def _to_be_reviewed(record: ProcessingRecord) -> None:
    record.reviewed_on = record.reviewed_by = record.next_review_on = None


# Changing -------------------------------------------------------------------------


@transaction.atomic
def edit(
    *,
    by: User,
    record: ProcessingRecord,
    next_review_on: date,
    processors: Collection[Processor] = (),
    kept: Mapping[str, int] | None = None,
    **values: Any,
) -> ProcessingRecord:
    """Write what the data protection lead says of a record, which is reviewed with it.

    `kept` are days by the label of a kind of record, of those whose period can be chosen.
    """
    record = (
        ProcessingRecord.objects.select_for_update(of=("self",))
        .select_related("controller")
        .get(pk=record.pk)
    )
    for name in CHANGED:
        if name in values:
            setattr(record, name, values[name])
    _tidy(record)
    if record.basis == Basis.PUBLIC_TASK and not record.controller.is_public_body:
        raise NotAPublicBody
    if record.special and not record.condition:
        raise ConditionMissing
    if record.condition and (record.schedule_1 or None) not in PARAGRAPHS.get(
        Condition(record.condition), (None,)
    ):
        raise WrongParagraph
    if any(one.controller_id != record.controller_id for one in processors):
        raise OfAnotherController
    record.reviewed_on, record.reviewed_by = timezone.localdate(), by
    record.next_review_on = next_review_on
    record.save()
    _use(record, {one.pk for one in processors})
    _keep(record, kept or {})
    return record


def _tidy(record: ProcessingRecord) -> None:
    """What belongs to an answer that was not given goes with it."""
    if not record.special:
        record.condition = ""
    if not record.condition or Condition(record.condition) not in PARAGRAPHS:
        record.schedule_1 = ""
    if not record.needs_policy:
        record.policy_on = None
    if record.basis != Basis.LEGITIMATE_INTERESTS:
        record.assessed_on = None
    if record.transfers == Transfers.NONE:
        record.transfers_to = ""


def _use(record: ProcessingRecord, wanted: set[int]) -> None:
    """Name these processors and no others."""
    known = {one.processor_id: one for one in record.uses.all()}
    for pk, use in known.items():
        ended_on = None if pk in wanted else use.ended_on or timezone.localdate()
        if ended_on != use.ended_on:
            use.ended_on = ended_on
            use.save(update_fields=["ended_on"])
    for pk in sorted(wanted - set(known)):
        ProcessorUse.objects.create(record=record, processor_id=pk)


def _keep(record: ProcessingRecord, kept: Mapping[str, int]) -> None:
    mine = {one.label for one in registry.of_purpose(record.about)} if record.about else set()
    for label, days in kept.items():
        if label not in mine:
            raise NotCarriedOut
        retention = registry.retention_of(label)
        if not retention.is_chosen or days not in dict(periods.choices(retention)):
            raise NotCarriedOut
        kept_already = Period.objects.filter(record=record, label=label).exists()
        if days == retention.days and not kept_already:
            continue
        Period.objects.update_or_create(
            record=record,
            label=label,
            defaults={
                "days": days,
                "at_least": retention.at_least,
                "at_most": retention.at_most,
            },
        )


# Processors -----------------------------------------------------------------------


@transaction.atomic
def add_processor(*, by: User, controller: Any, **values: Any) -> Processor:
    processor = Processor(controller=controller, **values)
    processor.validate_constraints()
    processor.save()
    return processor


@transaction.atomic
def edit_processor(*, by: User, processor: Processor, **values: Any) -> Processor:
    processor = Processor.objects.select_for_update(of=("self",)).get(pk=processor.pk)
    for name, value in values.items():
        setattr(processor, name, value)
    processor.validate_constraints()
    processor.save()
    return processor


@transaction.atomic
def remove_processor(*, by: User, processor: Processor) -> None:
    """Take it off the list, once no record names it."""
    processor = Processor.objects.select_for_update(of=("self",)).get(pk=processor.pk)
    if processor.uses.filter(ended_on=None).exists():
        raise StillUsed
    processor.delete()
