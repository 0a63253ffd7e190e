"""The records of processing, whose changes can be read: see `diz_portal.trail`."""

from typing import Any

from diz_portal import trail
from diz_portal.trail import Part, Tracked

from .processing.models import Period, ProcessingRecord, ProcessorUse


def _record(user: Any, reference: str) -> ProcessingRecord | None:
    return ProcessingRecord.objects.visible_to(user).filter(reference=reference).first()


trail.register(
    Tracked(
        kind="processing",
        model=ProcessingRecord,
        find=_record,
        url=lambda record: record.get_absolute_url(),
        hidden=frozenset({"reference", "version", "id", "made_on"}),
        parts=(
            Part(ProcessorUse, of=lambda one: {"record": one}, what="Processor", named="processor"),
            Part(Period, of=lambda one: {"record": one}, what="Period", named="label"),
        ),
    )
)
