"""What is typed about a change."""

from datetime import timedelta
from typing import Any

from crispy_forms_gds.layout import Field
from django import forms
from django.utils import timezone

from diz_portal.editing import Edits
from diz_portal.fields import (
    DayField,
    LineField,
    PoundsField,
    WholeNumberField,
    WordsField,
    choice_field,
    records_field,
)
from diz_portal.layout import laid_out
from partners.models import Organisation
from projects.change.models import ChangeRequest
from projects.money import periods
from projects.money.models import BudgetLine
from projects.portfolio.models import Milestone
from projects.rollout.forms.scope import ScopeChangeForm


def words(label: str, *, missing: str, most: int = 500, **options: Any) -> WordsField:
    return WordsField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing},
        **options,
    )


def area(*names: str) -> list[Any]:
    return [Field.textarea(name, rows=3) for name in names]


class Limits(forms.Form):
    """Up to these a programme manager approves; beyond one of them the board."""

    days = WholeNumberField(
        label="Days a milestone may move",
        min_value=0,
        max_value=3650,
        help_text="For example, 30. Enter 0 if every change of a date goes to the board",
        error_messages={"required": "Enter a number of days, or 0"},
    )
    pounds = PoundsField(
        label="Amount a value or budget may change by (£)",
        min_value=0,
        max_digits=14,
        help_text="For example, 50000",
        error_messages={"required": "Enter an amount, or 0"},
    )
    sites = WholeNumberField(
        label="Sites that may be added or removed",
        min_value=0,
        max_value=2000,
        error_messages={"required": "Enter a number of sites, or 0"},
    )

    def __init__(self, *args: Any, button: str, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("days", "pounds", "sites", button=button, cancel=cancel)


class _Request(forms.Form):
    title = LineField(
        label="What changes",
        help_text="For example, Move “All sites live” to June 2027",
        max_length=160,
        error_messages={"required": "Enter what changes"},
    )
    reason = words(
        "Reason",
        missing="Enter why the change is needed",
        most=1000,
        help_text="Shown on the public page if a milestone date changes. Do not name anyone",
    )
    effect_on_time = words("Effect on time", missing="Enter the effect on time, or “None”")
    effect_on_cost = words("Effect on cost", missing="Enter the effect on cost, or “None”")
    effect_on_scope = words("Effect on scope", missing="Enter the effect on scope, or “None”")
    is_correction = forms.BooleanField(
        label="This corrects an error: the approved change was entered wrongly",
        required=False,
    )

    def laid(self, *first: str, button: str, cancel: str) -> None:
        self.helper = laid_out(
            *first,
            "title",
            *area("reason", "effect_on_time", "effect_on_cost", "effect_on_scope"),
            "is_correction",
            button=button,
            cancel=cancel,
        )


class NewRequestForm(_Request):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Requested by",
        error_messages={"required": "Select who is requesting the change"},
    )

    def __init__(self, *args: Any, askers: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        records_field(self, "organisation").queryset = askers
        if len(askers) == 1:
            self.fields["organisation"].initial = askers[0]
        self.laid("organisation", button="Save draft", cancel=cancel)


class EditRequestForm(Edits, _Request):
    def __init__(self, *args: Any, request: ChangeRequest, cancel: str, **kwargs: Any):
        super().__init__(*args, record=request, **kwargs)
        self.laid(button="Save draft", cancel=cancel)

    def written(self, request: ChangeRequest) -> dict[str, Any]:
        names = ("title", "reason", "effect_on_time", "effect_on_cost", "effect_on_scope")
        return {name: getattr(request, name) for name in (*names, "is_correction")}


class Part(forms.Form):
    """One thing that a draft asks for."""

    button = "Add to request"

    def __init__(self, *args: Any, request: ChangeRequest, user: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.prepare(request, user)
        self.helper = laid_out(*self.fields, button=self.button, cancel=cancel)

    def prepare(self, request: ChangeRequest, user: Any) -> None:
        pass


class MilestonePart(Part):
    milestone = forms.ModelChoiceField(
        Milestone.objects.none(),
        error_messages={"required": "Select a milestone"},
    )
    new_on = DayField(label="New baseline date", required_message="Enter the new baseline date")

    def prepare(self, request: ChangeRequest, user: Any) -> None:
        records_field(self, "milestone").queryset = request.project.milestones.open()


class NewMilestonePart(Part):
    title = LineField(
        label="Milestone",
        help_text="For example, All surveys complete. Shown on the public page",
        max_length=200,
        error_messages={"required": "Enter a milestone"},
    )
    new_on = DayField(label="Baseline date", required_message="Enter the baseline date")


class WithdrawnMilestonePart(Part):
    milestone = forms.ModelChoiceField(
        Milestone.objects.none(),
        help_text="The board decides, unless it was added in error and this is a correction",
        error_messages={"required": "Select a milestone"},
    )

    def prepare(self, request: ChangeRequest, user: Any) -> None:
        records_field(self, "milestone").queryset = request.project.milestones.open()


class BudgetPart(Part):
    line = forms.ModelChoiceField(
        BudgetLine.objects.none(),
        label="Budget line",
        error_messages={"required": "Select a budget line"},
    )
    quarter = forms.TypedChoiceField(
        coerce=periods.as_month,
        error_messages={"required": "Select a quarter"},
    )
    amount = PoundsField(
        label="New budget for the quarter (£)",
        min_value=0,
        max_digits=14,
        error_messages={"required": "Enter an amount, or 0"},
    )

    def prepare(self, request: ChangeRequest, user: Any) -> None:
        lines = BudgetLine.objects.visible_to(user).filter(source__project=request.project)
        records_field(self, "line").queryset = lines.select_related("source")
        project, today = request.project, timezone.localdate()
        first = project.starts_on or today - timedelta(days=365)
        last = max(project.ends_on or today, today + timedelta(days=3 * 365))
        quarters = periods.quarters(first, last)
        choice_field(self, "quarter").choices = [
            ("", "Select a quarter"),
            *((periods.slug_of(one), periods.quarter_name(one)) for one in quarters),
        ]


class CostPart(Part):
    cost_capital = PoundsField(
        label="New total cost, capital (£)",
        min_value=0,
        max_digits=14,
        error_messages={"required": "Enter an amount, or 0"},
    )
    cost_revenue = PoundsField(
        label="New total cost, revenue (£)",
        min_value=0,
        max_digits=14,
        error_messages={"required": "Enter an amount, or 0"},
    )


class ScopePart(ScopeChangeForm):
    """Which sites, worth how much, and why; when and by whom is the decision’s."""

    def __init__(self, *args: Any, request: ChangeRequest, user: Any, cancel: str, **kwargs: Any):
        super().__init__(
            *args, project=request.project, by=user, cancel=cancel, picked=(), **kwargs
        )
        for name in ("on", "note", "approved_by"):
            del self.fields[name]
        self.helper = laid_out(*self.fields, button=Part.button, cancel=cancel)


class TolerancePart(Limits):
    def __init__(self, *args: Any, request: ChangeRequest, user: Any, **kwargs: Any):
        super().__init__(*args, button=Part.button, **kwargs)


class DecisionForm(forms.Form):
    words = words("Decision and reason", missing="Enter the decision and the reason for it")

    def __init__(self, *args: Any, label: str, button: str, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label
        self.helper = laid_out(*area("words"), button=button, cancel=cancel)


class MoveForm(forms.Form):
    """A milestone’s new date, in one form."""

    new_on = DayField(label="New baseline date", required_message="Enter the new baseline date")
    reason = words(
        "Reason",
        missing="Enter why the change is needed",
        help_text="Shown on the public page after “because”. Do not name anyone",
    )
    effect_on_cost = words("Effect on cost", missing="Enter the effect on cost, or “None”")
    effect_on_scope = words("Effect on scope", missing="Enter the effect on scope, or “None”")

    def __init__(self, *args: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            "new_on",
            *area("reason", "effect_on_cost", "effect_on_scope"),
            button="Change baseline",
            cancel=cancel,
        )
