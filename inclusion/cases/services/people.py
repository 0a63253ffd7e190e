"""What can happen to a person's record: written, amended, recognised, merged with another."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from diz_portal.access import Refusal
from diz_portal.accounts.models import User, normalise_email
from diz_portal.places.models import District
from diz_portal.places.selectors import district_of
from diz_portal.privacy.registry import field_at
from inclusion.cases.models import Case, CaseEventKind, Person
from inclusion.cases.models.person import name_key, phone_key
from inclusion.cases.services import casebook
from partners.models import Organisation

# The record's own, or worked out from the rest. All else are the person's details: asked for in
# forms, disclosed, and copied when the case is transferred to another organisation.
OF_THE_RECORD = {
    "id",
    "reference",
    "kept_by",
    "district",
    "name_key",
    "phone_key",
    "email_key",
    "merged_into",
    "created_at",
    "erased_at",
}
DETAILS = tuple(
    field.name for field in Person._meta.concrete_fields if field.name not in OF_THE_RECORD
)


class CannotMerge(Refusal):
    message = "You cannot merge these records. Reload the page and check them"


def write(*, kept_by: Organisation, district: District | None = None, **details: Any) -> Person:
    """A new record of a person, kept by one organisation, its controller.

    `district` stands where the map does not know the postcode.
    """
    person = Person(kept_by=kept_by, **details)
    person.district = _district(person.postcode) or district
    person.save()
    return person


def copy(person: Person, *, kept_by: Organisation) -> Person:
    """A record of one's own of someone that another organisation knows."""
    details = {name: getattr(person, name) for name in DETAILS}
    return write(kept_by=kept_by, district=person.district, **details)


def _district(postcode: str) -> District | None:
    return district_of(postcode) if postcode else None


@transaction.atomic
def amend(*, person: Person, by: User, **details: Any) -> Person:
    """Correct someone's details; their open cases say that it was done, not what was there."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    changed = [name for name, value in details.items() if getattr(person, name) != value]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, details[name])
    if "postcode" in changed:
        person.district = _district(person.postcode)
    person.save()
    labels = ", ".join(str(field_at(Person, name).verbose_name) for name in changed)
    for case in person.cases.all():
        casebook.record(case, CaseEventKind.DETAILS, by=by, summary=f"Changed: {labels}"[:200])
    return person


def likely_same(
    *,
    kept_by: Organisation | int,
    name: str = "",
    date_of_birth: Any = None,
    phone: str = "",
    email: str = "",
    but: Person | None = None,
) -> QuerySet[Person]:
    """People this organisation knows already who may be the same: by name and date of birth, by
    telephone number or by email address. Couples share an address: a hint, never a decision."""
    same = Q(pk__in=[])
    if name and date_of_birth:
        same |= Q(name_key=name_key(name), date_of_birth=date_of_birth)
    if len(phone_key(phone)) >= 9:
        same |= Q(phone_key=phone_key(phone))
    if email:
        same |= Q(email_key=normalise_email(email))
    found = Person.objects.current().filter(same, kept_by=kept_by)
    return found.exclude(pk=but.pk) if but else found


def likely_known(found: Sequence[Person]) -> dict[int, set[int]]:
    """Of each of these people, who else of the organisation that keeps them may be the same: as
    `likely_same` says of one, in one query for hundreds."""
    if not found:
        return {}
    same = Q(
        name_key__in={one.name_key for one in found if one.name_key},
        date_of_birth__in={one.date_of_birth for one in found if one.date_of_birth},
    )
    same |= Q(phone_key__in={one.phone_key for one in found if one.phone_key})
    same |= Q(email_key__in={one.email_key for one in found if one.email_key})
    others = Person.objects.current().filter(same, kept_by__in={one.kept_by_id for one in found})
    by_key: dict[tuple[Any, ...], set[int]] = {}
    for other in others:
        for key in _keys(other):
            by_key.setdefault(key, set()).add(other.pk)
    return {
        one.pk: {pk for key in _keys(one) for pk in by_key.get(key, ())} - {one.pk} for one in found
    }


def _keys(person: Person) -> Iterator[tuple[Any, ...]]:
    """By each of which two records may be one person."""
    if person.name_key and person.date_of_birth:
        yield person.kept_by_id, person.name_key, person.date_of_birth
    if len(person.phone_key) >= 9:
        yield person.kept_by_id, "phone", person.phone_key
    if person.email_key:
        yield person.kept_by_id, "email", person.email_key


@transaction.atomic
def merge(*, person: Person, into: Person, by: User) -> Person:
    """Say that two records are one person. Cases and referrals of both are then found under
    `into`; the other record stays as it was, with a pointer, so that both histories are kept."""
    locked = {
        one.pk: one
        for one in Person.objects.select_for_update()
        .filter(pk__in=[person.pk, into.pk])
        .order_by("pk")
    }
    person, into = locked[person.pk], locked[into.pk]
    if person.pk == into.pk:
        raise CannotMerge("Select 2 different records")
    if person.kept_by_id != into.kept_by_id:
        raise CannotMerge(
            "You can only merge records held by the same organisation. Select another record"
        )
    if person.merged_into_id or into.merged_into_id:
        raise CannotMerge(
            "One of these records has already been merged with another. Search for the person again"
        )
    if person.erased_at or into.erased_at:
        raise CannotMerge(
            "You cannot merge these records, because one of them has been erased. Search for the "
            "person again"
        )
    person.merged_into = into
    person.save(update_fields=["merged_into"])
    person.merged.update(merged_into=into)
    moved = list(person.cases.all())
    Case.objects.filter(person=person).update(person=into)
    person.referrals.update(person=into)
    for case in [*moved, *into.cases.exclude(pk__in=[one.pk for one in moved])]:
        casebook.record(
            case,
            CaseEventKind.MERGED,
            by=by,
            summary=f"{person.reference} and {into.reference} are one person",
        )
    return into
