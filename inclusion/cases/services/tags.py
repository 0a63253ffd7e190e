"""Saying which groups and focus areas of a fund a case has, and putting the known ones in place."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from inclusion.cases.models import Case, CaseEventKind, CaseTag, FundTag, NeedKind, TagKind
from inclusion.cases.selectors import tags as selectors
from inclusion.cases.services import casebook


class PersonErased(Refusal):
    message = "This person’s details have been erased. Select another case"


SAID = "Fund groups and focus areas changed"


@transaction.atomic
def say(*, case: Case, applies: Collection[int], by: User) -> None:
    """These apply to the case and no others, by the keys of the tags. Also of a closed case: the
    fund asks later.

    What agrees with the rule is left to the rule, so that it goes on to follow the facts. The line
    of the timeline does not say which: it is read without the person's details.
    """
    case = casebook.lock(case)
    if case.person.erased_at:
        raise PersonErased
    changed = [one.tag for one in selectors.of_case(case) if one.applies != (one.tag.pk in applies)]
    if not changed:
        return
    CaseTag.objects.filter(case=case, tag__in=changed).delete()
    CaseTag.objects.bulk_create(
        CaseTag(case=case, tag=one.tag, applies=not one.applies, by=by, at=timezone.now())
        for one in selectors.of_case(case)
        if one.applies != (one.tag.pk in applies)
    )
    casebook.record(case, CaseEventKind.DETAILS, by=by, summary=SAID)


# The fund that we know ---

FUND = "Digital Inclusion Innovation Fund"
SOURCE = (
    "Department for Science, Innovation and Technology, Digital Inclusion Innovation Fund, "
    "updated 10 September 2025, "
    "www.gov.uk/government/publications/digital-inclusion-innovation-fund"
)


@dataclass(frozen=True)
class Known:
    kind: TagKind
    slug: str
    label: str
    about: str = ""
    needs: tuple[NeedKind, ...] = ()
    age_from: int | None = None
    age_to: int | None = None


KNOWN = (
    Known(
        TagKind.GROUP,
        "low-income",
        "Low-income households",
        "Social grades C2, D and E",
    ),
    Known(TagKind.GROUP, "older", "Older people", "Aged 60 and over", age_from=60),
    Known(
        TagKind.GROUP,
        "disabled",
        "Disabled people",
        "With a physical or mental health condition or illness that has lasted or is expected to "
        "last 12 months or more and that reduces their ability to carry out day-to-day activities",
    ),
    Known(TagKind.GROUP, "unemployed", "People experiencing unemployment"),
    Known(
        TagKind.GROUP,
        "young",
        "Young people",
        "Aged 25 and younger, including those not in education, employment or training",
        age_to=25,
    ),
    Known(
        TagKind.FOCUS,
        "skills",
        "Opening up opportunities through skills",
        needs=(NeedKind.SKILLS,),
    ),
    Known(
        TagKind.FOCUS,
        "services",
        "Breaking down barriers to digital services",
        needs=(NeedKind.ACCESSIBILITY, NeedKind.LANDLINE),
    ),
    Known(
        TagKind.FOCUS,
        "data-and-devices",
        "Tackling data and device poverty",
        needs=(NeedKind.DEVICE, NeedKind.DATA),
    ),
    Known(
        TagKind.FOCUS,
        "confidence",
        "Building confidence and supporting local delivery",
        needs=(NeedKind.SKILLS, NeedKind.LANDLINE),
    ),
)


@transaction.atomic
def install() -> list[FundTag]:
    """The groups and focus areas that this fund has published. What is there stays as it is, with
    what a partnership changed in its rules."""
    return [
        FundTag.objects.get_or_create(
            fund=FUND,
            slug=one.slug,
            defaults={
                "kind": one.kind,
                "label": one.label,
                "about": one.about,
                "source": SOURCE,
                "position": 10 * number,
                "needs": list(one.needs),
                "age_from": one.age_from,
                "age_to": one.age_to,
            },
        )[0]
        for number, one in enumerate(KNOWN, 1)
    ]
