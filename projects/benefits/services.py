"""What can happen to a benefit: entered, edited, measured, released."""

from datetime import date
from decimal import ROUND_UP, Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.disclosure import is_small
from projects.benefits.enums import OfPeople
from projects.benefits.lines import Line
from projects.benefits.models import Benefit, BenefitMeasure, SiteMeasure
from projects.portfolio.models import Project
from projects.rollout.models import Site


class IsPublic(Refusal):
    message = "Anyone can read this benefit. Ask a programme manager to edit it"


@transaction.atomic
def add(*, by: Any, project: Project, **profile: Any) -> Benefit:
    _checked(project, **profile)
    return Benefit.objects.create(project=project, **profile)


@transaction.atomic
def edit(*, by: Any, benefit: Benefit, **profile: Any) -> Benefit:
    """Correct or vary the profile; the audit trail keeps what the numbers were. What the public
    reads is changed by those who may release it."""
    benefit = Benefit.objects.select_for_update(of=("self",)).get(pk=benefit.pk)
    if benefit.is_released and not by.has_perm("projects.release_benefits", benefit):
        raise IsPublic
    _checked(benefit.project, but=benefit, **profile)
    for name, value in profile.items():
        setattr(benefit, name, value)
    benefit.save()
    return benefit


def _checked(project: Project, *, but: Benefit | None = None, **profile: Any) -> None:
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    same = project.benefits.filter(title=profile["title"])
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Refusal("This project already has a benefit with this outcome. Enter a different one")
    if profile["target"] == profile["baseline"]:
        raise Refusal("Enter a target that differs from the baseline")
    if profile["target_on"] <= profile["baseline_on"]:
        raise Refusal("Enter a target date after the date of the baseline")
    if not profile.get("counts_people"):
        return
    kind = profile.get("of_people", but.of_people if but else "")
    if not kind:
        raise Refusal("Select what the value is: a number, a percentage or something else")
    if kind == OfPeople.PEOPLE and is_small(_people_in(profile["baseline"])):
        raise Refusal("Enter a baseline of 5 people or more, so that no one can be recognised")


def _people_in(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_UP))


def _can_be(benefit: Benefit, amount: Decimal, people: int | None) -> None:
    """A number of people is one, and a percentage too: else nobody could tell what is small."""
    if not benefit.counts_people or people is None:
        return
    if benefit.of_people == OfPeople.PERCENT and not 0 <= amount <= 100:
        raise Refusal("Enter a percentage from 0 to 100")
    if benefit.of_people == OfPeople.PEOPLE and not (
        0 <= amount <= people and amount == amount.to_integral_value()
    ):
        raise Refusal("Enter a whole number of people, at most as many as it was measured from")


@transaction.atomic
def record(
    *,
    by: Any,
    benefit: Benefit,
    on: date,
    amount: Decimal,
    method: str,
    people: int | None = None,
    corrects: BenefitMeasure | None = None,
    reason: str = "",
) -> BenefitMeasure:
    """Record what was measured; one value a day, which a correction replaces."""
    benefit = Benefit.objects.select_for_update(of=("self",)).get(pk=benefit.pk)
    if on > timezone.localdate():
        raise Refusal("Enter a date that is today or in the past")
    if on < benefit.baseline_on:
        raise Refusal("Enter a date on or after the date of the baseline")
    if benefit.counts_people and people is None:
        raise Refusal("Enter how many people it was measured from")
    if people is not None and (people == 0 or is_small(people)):
        raise Refusal("Enter a measure from 5 people or more, so that no one can be recognised")
    _can_be(benefit, amount, people)
    if corrects is not None and benefit.measures.filter(corrects=corrects).exists():
        raise NotNow("Someone else has already corrected this measure. Check it, then try again")
    others = benefit.measures.uncorrected().filter(on=on)
    if (others.exclude(pk=corrects.pk) if corrects else others).exists():
        raise Refusal("This day already has a measure. Correct it, or enter another date")
    return BenefitMeasure.objects.create(
        benefit=benefit,
        on=on,
        amount=amount,
        people=people,
        method=method,
        corrects=corrects,
        reason=reason,
        by=by,
    )


@transaction.atomic
def record_sites(
    *, by: Any, benefit: Benefit, month: date, lines: list[Line], reason: str = ""
) -> int:
    """Record what was measured at each site in a month: all of it or nothing.

    The same again changes nothing. A value that differs from the one recorded is a correction,
    and needs a reason. Answers how many were recorded or corrected.
    """
    benefit = Benefit.objects.select_for_update(of=("self",)).get(pk=benefit.pk)
    if month.replace(day=1) > timezone.localdate():
        raise Refusal("Enter a month that has begun")
    month = month.replace(day=1)
    sites = _sites(benefit, lines)
    known = {one.site_id: one for one in benefit.site_measures.uncorrected().filter(month=month)}
    new = []
    for line in lines:
        if benefit.counts_people and line.people is None:
            raise Refusal(f"Line {line.number}: enter how many people it was measured from")
        if line.people is not None and (line.people == 0 or is_small(line.people)):
            raise Refusal(
                f"Line {line.number}: enter a measure of 5 people or more, or leave it out"
            )
        site = sites[line.code]
        was = known.get(site.pk)
        if was and (was.amount, was.people) == (line.amount, line.people):
            continue
        new.append(
            SiteMeasure(
                benefit=benefit,
                site=site,
                month=month,
                amount=line.amount,
                people=line.people,
                corrects=was,
                reason=reason if was else "",
                by=by,
            )
        )
    changed = sum(one.corrects is not None for one in new)
    if changed and not reason:
        raise Refusal(
            f"{changed} of these differ from what is recorded for this month. Enter the reason "
            "for the correction, or check the values"
        )
    SiteMeasure.objects.bulk_create(new)
    return len(new)


def _sites(benefit: Benefit, lines: list[Line]) -> dict[str, Site]:
    """By the code of each line; each site once."""
    rows = Site.objects.standing().filter(project=benefit.project)
    by_code: dict[str, Site] = {}
    for site in rows:
        by_code[site.reference.upper()] = site
        if site.ods_code:
            by_code[site.ods_code.upper()] = site
    seen: dict[int, int] = {}
    for line in lines:
        site = by_code.get(line.code)
        if site is None:
            raise Refusal(
                f"Line {line.number}: this project has no site “{line.code}”. Check the code"
            )
        if site.pk in seen:
            raise Refusal(
                f"Line {line.number} is about the same site as line {seen[site.pk]}. Remove one"
            )
        seen[site.pk] = line.number
    return by_code


def release(*, by: Any, benefit: Benefit) -> Benefit:
    return _release(benefit, True)


def withdraw(*, by: Any, benefit: Benefit) -> Benefit:
    return _release(benefit, False)


@transaction.atomic
def _release(benefit: Benefit, is_released: bool) -> Benefit:
    benefit = Benefit.objects.select_for_update(of=("self",)).get(pk=benefit.pk)
    benefit.is_released = is_released
    benefit.save(update_fields=["is_released"])
    return benefit
