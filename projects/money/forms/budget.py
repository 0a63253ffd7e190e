"""What is typed about a budget: a field for each quarter."""

from datetime import date
from decimal import Decimal

from crispy_forms_gds.layout import Field
from django import forms

from diz_portal.editing import Edits
from diz_portal.fields import LineField, PoundsField, records_field
from diz_portal.layout import laid_out
from diz_portal.words import pounds
from partners.models import Organisation
from projects.money import periods
from projects.money.enums import Expenditure, FigureKind, VarianceCode
from projects.money.forms.sources import ActOn, reason_field
from projects.money.models import BudgetLine
from projects.money.selectors.budget import Line, Quarter, newest
from projects.portfolio.selectors.milestones import organisations


class BudgetLineForm(ActOn):
    button = "Add budget line"
    heading = LineField(
        max_length=120,
        help_text="For example, Civils and connections",
        error_messages={"required": "Enter the heading"},
    )
    expenditure = forms.ChoiceField(
        label="Capital or revenue",
        choices=Expenditure,
        widget=forms.RadioSelect,
        error_messages={"required": "Select capital or revenue"},
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Spent by",
        error_messages={"required": "Select who spends it"},
    )

    def prepare(self) -> None:
        records_field(self, "organisation").queryset = organisations(self.source.project)
        self.fields["organisation"].initial = self.source.project.lead_id


class _ByQuarter(Edits, forms.Form):
    """An amount for each quarter: left as it was, it is not recorded anew."""

    button = ""
    kind: FigureKind

    def __init__(self, *args, line: Line, cancel: str, **kwargs):
        self.line = line
        self.quarters = self.asked(line)
        super().__init__(*args, record=line.line, **kwargs)
        names = []
        for one in self.quarters:
            name = f"quarter-{one.slug}"
            self.fields[name] = PoundsField(
                label=f"{one.name} (£)",
                required=False,
                min_value=0,
                max_digits=14,
                help_text=self.hint(one),
            )
            names.append(name)
        rest = [name for name in self.fields if name not in names]
        self.helper = laid_out(
            *names,
            *(Field.textarea(name, rows=3) if name == "reason" else name for name in rest),
            button=self.button,
            cancel=cancel,
        )

    def asked(self, line: Line) -> list[Quarter]:
        return list(line.quarters)

    def hint(self, one: Quarter) -> str:
        return ""

    def written(self, line: BudgetLine) -> dict:
        now = newest(line, self.kind)
        return {f"quarter-{one.slug}": now.get(one.quarter) for one in self.quarters}

    @property
    def amounts(self) -> dict[date, Decimal]:
        """What was entered, by quarter; a blank says nothing."""
        found = {}
        for one in self.quarters:
            amount = self.cleaned_data.get(f"quarter-{one.slug}")
            if amount is not None:
                found[one.quarter] = amount
        return found


class BudgetForm(_ByQuarter):
    button = "Save budget"
    kind = FigureKind.BUDGET
    reason = reason_field(
        "Approved by, and reason",
        required=False,
        help_text="Needed if you change a budget that has already been set",
    )


class ForecastForm(_ByQuarter):
    button = "Save forecast"
    kind = FigureKind.FORECAST
    code = forms.ChoiceField(
        label="Reason for the variance from budget",
        choices=[("", "No reason needed"), *VarianceCode.choices],
        required=False,
    )
    reason = reason_field(
        "Reason", required=False, help_text="Needed if the variance is above the limits"
    )

    def asked(self, line: Line) -> list[Quarter]:
        return [one for one in line.quarters if not one.has_ended]

    def hint(self, one: Quarter) -> str:
        return f"Budget {pounds(one.budget)}, spent so far {pounds(one.actual)}"


class ExplainForm(forms.Form):
    code = forms.ChoiceField(
        label="Why it differs",
        choices=VarianceCode,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the reason for the variance"},
    )
    reason = reason_field()

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            *("code", Field.textarea("reason", rows=3)), button="Save reason", cancel=cancel
        )


def year_choices(quarters: list[date]) -> list[tuple[str, str]]:
    """The financial years that a project runs through, as an address names them."""
    years = sorted({periods.year_of(one) for one in quarters})
    return [(str(one.year), periods.year_name(one)) for one in years]
