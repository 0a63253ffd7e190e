"""What is done to several milestones, or risks, at once; each by its own service."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import Q

from diz_portal.access import Refusal
from diz_portal.admin_bulk import Bulk, BulkForm
from diz_portal.admin_fields import TypedDay
from diz_portal.fields import WholeNumberField, WordsField
from partners.models import Organisation
from projects.portfolio.services import milestones, risks

LONGEST_SHIFT = 1000


def day(label: str, **options: Any) -> TypedDay:
    return TypedDay(label=label, widget=AdminDateWidget, **options)


def reason(label: str, **options: Any) -> WordsField:
    return WordsField(
        label=label, max_length=500, widget=forms.Textarea(attrs={"rows": 3}), **options
    )


class OwnerForm(BulkForm):
    """One of those that take part in the records' projects; in which, the service asks."""

    owner = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="New owner",
        required=False,
        empty_label="No owner",
        help_text="The organisations that take part in the projects of the selected records.",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        projects = {record.project_id for record in self.records}
        takes_part = Q(projects__in=projects) | Q(led_projects__in=projects)
        self.fields["owner"].queryset = (  # type: ignore[attr-defined]
            Organisation.objects.filter(takes_part).distinct().order_by("name")
        )


# Milestones --------------------------------------------------------------------------


class MilestoneBulk(Bulk):
    permission = "projects.keep_milestones"
    done = ("1 milestone changed", "{} milestones changed")


class ChangeMilestoneOwner(MilestoneBulk):
    name = "change_owner"
    title = "Change owner"
    form = OwnerForm
    shown = ("owner",)

    def act(self, record: Any, answers: dict[str, Any], by: Any) -> None:
        milestones.update(
            by=by,
            milestone=record,
            forecast_on=record.forecast_on,
            actual_on=record.actual_on,
            owner=answers["owner"],
        )


class ForecastForm(BulkForm):
    on = day("New forecast date", required=False, help_text="The same date for all of them.")
    days = WholeNumberField(
        label="Or move by (days)",
        required=False,
        min_value=-LONGEST_SHIFT,
        max_value=LONGEST_SHIFT,
        help_text="Each from its own forecast date. For example, 14 for later, -14 for earlier.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("on")) == bool(cleaned.get("days")):
            self.add_error("on", "Enter either a date, or the number of days to move by")
        return cleaned


class ChangeForecast(MilestoneBulk):
    name = "change_forecast"
    title = "Change forecast date"
    form = ForecastForm
    shown = ("forecast_on",)
    sentence = "Baseline dates stay as they are: they only change with approval."

    def act(self, record: Any, answers: dict[str, Any], by: Any) -> None:
        if record.actual_on:
            raise Refusal("This milestone is complete, so its forecast date no longer counts")
        on = answers["on"] or record.forecast_on + timedelta(days=answers["days"])
        milestones.update(by=by, milestone=record, forecast_on=on, keep_owner=True)


class CompleteForm(BulkForm):
    on = day("Actual date", error_messages={"required": "Enter the actual date"})


class CompleteMilestone(MilestoneBulk):
    name = "complete"
    title = "Enter actual date"
    form = CompleteForm
    shown = ("actual_on",)

    def act(self, record: Any, answers: dict[str, Any], by: Any) -> None:
        milestones.update(
            by=by,
            milestone=record,
            forecast_on=record.forecast_on,
            actual_on=answers["on"],
            keep_owner=True,
        )


class WithdrawForm(BulkForm):
    reason = reason(
        "Reason for withdrawing",
        help_text="For example, entered twice.",
        error_messages={"required": "Enter why you are withdrawing this"},
    )


class WithdrawMilestone(MilestoneBulk):
    name = "withdraw"
    title = "Withdraw (added in error)"
    form = WithdrawForm
    permission = "projects.change_baseline"
    done = ("1 milestone withdrawn", "{} milestones withdrawn")
    words = "Will be withdrawn"
    sentence = (
        "Only withdraw what was added in error. It will be removed from lists, returns and the "
        "public page, and kept on record with your reason. You can restore it in the workspace."
    )

    def permitted(self, record: Any, by: Any) -> bool:
        return by.has_perm(self.permission)

    def act(self, record: Any, answers: dict[str, Any], by: Any) -> None:
        milestones.withdraw(by=by, milestone=record, reason=answers["reason"])


MILESTONES = (ChangeMilestoneOwner, ChangeForecast, CompleteMilestone, WithdrawMilestone)


# Risks -------------------------------------------------------------------------------


class RiskBulk(Bulk):
    permission = "projects.keep_risks"
    done = ("1 risk changed", "{} risks changed")

    @staticmethod
    def review(record: Any, by: Any, **changed: Any) -> None:
        values = {name: getattr(record, name) for name in risks.FIELDS}
        risks.review(by=by, risk=record, **values | changed)


class ChangeRiskOwner(RiskBulk):
    name = "change_owner"
    title = "Change owner"
    form = OwnerForm
    shown = ("owner",)

    def act(self, record: Any, answers: dict[str, Any], by: Any) -> None:
        self.review(record, by, owner=answers["owner"])


class ReviewForm(BulkForm):
    on = day("Next review date", error_messages={"required": "Enter the next review date"})


class ChangeReview(RiskBulk):
    name = "change_review"
    title = "Change next review date"
    form = ReviewForm
    shown = ("next_review_on",)

    def act(self, record: Any, answers: dict[str, Any], by: Any) -> None:
        self.review(record, by, next_review_on=answers["on"])


class CloseForm(BulkForm):
    note = reason(
        "Reason for closing",
        help_text="For example, the wayleave was granted.",
        error_messages={"required": "Enter the reason for closing"},
    )


class CloseRisk(RiskBulk):
    name = "close"
    title = "Close"
    form = CloseForm
    shown = ("state",)
    done = ("1 risk closed", "{} risks closed")

    def act(self, record: Any, answers: dict[str, Any], by: Any) -> None:
        risks.close(by=by, risk=record, note=answers["note"])


class ReopenRisk(RiskBulk):
    name = "reopen"
    title = "Reopen"
    form = ReviewForm
    shown = ("state", "next_review_on")
    done = ("1 risk reopened", "{} risks reopened")

    def act(self, record: Any, answers: dict[str, Any], by: Any) -> None:
        risks.reopen(by=by, risk=record, next_review_on=answers["on"])


RISKS = (ChangeRiskOwner, ChangeReview, CloseRisk, ReopenRisk)
