"""Which records a command is about: one person's, or those that were named."""

from collections.abc import Iterable, Sequence

from django.core.management.base import CommandError

from . import erasure
from .erasure import Record
from .kinds import Wanted


def pick(email: str, named: Sequence[str]) -> list[Record]:
    """The records with the address; CommandError with a list when they are of several people
    and none is named."""
    wanted = Wanted.of(email)
    if not wanted.email:
        raise CommandError("Enter an email address")
    records = erasure.find(wanted)
    if not records:
        raise CommandError("No records have this email address")
    if named:
        chosen = [one for one in records if one.id in named or one.reference in named]
        unknown = [name for name in named if not any(name in (r.id, r.reference) for r in chosen)]
        if unknown:
            raise CommandError(
                f"These records do not have this email address: {', '.join(unknown)}\n"
                f"{_listed(records)}"
            )
        return chosen
    if not erasure.are_one_person(records):
        raise CommandError(
            "Several people use this email address. Name each record with --person"
            f"\n{_listed(records)}"
        )
    return records


def _listed(records: Iterable[Record]) -> str:
    return "\n".join(f"  {one.id}  {one.kind.what}  ({one.controller})" for one in records)
