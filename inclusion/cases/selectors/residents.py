"""One person may have several records: what was merged into the one that is used counts too."""

from inclusion.cases.models import Case, Person, Referral
from inclusion.cases.models.case import CaseQuerySet
from inclusion.cases.models.referral import ReferralQuerySet


def everybody(person: Person) -> list[Person]:
    """The record that is used and what was merged into it, whichever of them is given."""
    used = surviving(person)
    return [used, *Person.objects.filter(merged_into=used)]


def surviving(person: Person) -> Person:
    """The record that is used for a person."""
    return person.merged_into or person


def cases_of(person: Person) -> CaseQuerySet:
    return Case.objects.filter(person__in=everybody(person))


def referrals_of(person: Person) -> ReferralQuerySet:
    return Referral.objects.filter(person__in=everybody(person))
