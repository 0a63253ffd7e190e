"""One person may have several records: what was merged into the one that is used counts too."""

from inclusion.cases.models import Case, Person, Referral
from inclusion.cases.models.case import CaseQuerySet
from inclusion.cases.models.referral import ReferralQuerySet


def everybody(person: Person) -> list[Person]:
    return [person, *Person.objects.filter(merged_into=person)]


def cases_of(person: Person) -> CaseQuerySet:
    return Case.objects.filter(person__in=everybody(person))


def referrals_of(person: Person) -> ReferralQuerySet:
    return Referral.objects.filter(person__in=everybody(person))
