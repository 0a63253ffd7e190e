"""One person may have several records: what was merged into the one that is used counts too."""

from django.db.models import QuerySet

from inclusion.cases.models import Case, Person, Referral


def everybody(person: Person) -> list[Person]:
    return [person, *Person.objects.filter(merged_into=person)]


def cases_of(person: Person) -> QuerySet[Case]:
    return Case.objects.filter(person__in=everybody(person))


def referrals_of(person: Person) -> QuerySet[Referral]:
    return Referral.objects.filter(person__in=everybody(person))
