"""What can happen to a benefit: entered, edited, measured, released."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.disclosure import is_small
from projects.benefits.models import Benefit, BenefitMeasure
from projects.portfolio.models import Project


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
