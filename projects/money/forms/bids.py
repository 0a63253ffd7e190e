"""What is typed about a bid, and about what a partner puts into it."""

from decimal import Decimal
from typing import Any

from crispy_forms_gds.layout import Fieldset, Size
from django import forms

from diz_portal.documents.forms import DocumentField
from diz_portal.editing import Edits
from diz_portal.fields import DayField, LineField, PoundsField, WordsField, records_field
from diz_portal.layout import laid_out
from diz_portal.sent_once import SentOnce
from diz_portal.words import pounds
from partners.models import Organisation
from partners.roles import is_manager
from projects.money.bid_enums import BidState
from projects.money.bid_rules import writes_for
from projects.money.enums import Form, InKind
from projects.money.forms.sources import reason_field, today_field
from projects.money.models import Bid, BidShare, ConditionKind
from projects.money.services.winning import Condition
from projects.portfolio.models import Project

CONDITIONS = (1, 2, 3)
NOTHING = Decimal(0)


def amount_field(label: str, **options: Any) -> PoundsField:
    """In pounds; left blank it is £0."""
    return PoundsField(label=label, max_digits=14, min_value=0, required=False, **options)


class Step(forms.Form):
    """One step of a bid or a grant: its fields in their order, and the button that says it."""

    button = ""
    # Left blank, these are £0.
    amounts: tuple[str, ...] = ()

    def __init__(self, *args: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.prepare()
        self.helper = laid_out(*self.fields, button=self.button, cancel=cancel)

    def prepare(self) -> None:
        """Set what depends on the record."""

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for name in self.amounts:
            if name in self.fields and self.cleaned_data.get(name) is None:
                self.cleaned_data[name] = NOTHING
        return found


class BidFields(Step):
    amounts = ("ask_capital", "ask_revenue", "match_needed", "regranted")
    title = LineField(
        label="Name of the bid",
        max_length=140,
        error_messages={"required": "Enter the name of the bid"},
    )
    funder = LineField(
        label="Funder", max_length=160, error_messages={"required": "Enter the funder"}
    )
    scheme = LineField(label="Scheme or fund", max_length=160, required=False)
    deadline_on = DayField(
        label="Deadline", required=False, help_text="Leave blank only while it is an idea"
    )
    ask_capital = amount_field("Amount requested, capital (£)")
    ask_revenue = amount_field("Amount requested, revenue (£)")
    match_needed = amount_field("Match that the scheme requires (£)")
    regranted = amount_field(
        "Amount requested that will be passed on as grants (£)",
        help_text="It does not count towards leverage",
    )
    note = WordsField(
        label="Note", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class NewBidForm(SentOnce, BidFields):
    button = "Add bid"
    lead = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Lead organisation",
        help_text="The accountable body. Only people at this organisation and programme managers "
        "can see the bid until partners are asked to sign.",
        error_messages={"required": "Select the lead organisation"},
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        self.user = user
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        found = Organisation.objects.public()
        if not is_manager(self.user):
            found = Organisation.objects.filter(pk__in=writes_for(self.user))
        field = records_field(self, "lead")
        field.queryset = found
        if found.count() == 1:
            field.initial = found.get()
        self.order_fields(["title", "funder", "scheme", "lead"])


class BidForm(Edits, BidFields):
    button = "Save bid"

    def __init__(self, *args: Any, bid: Bid, **kwargs: Any):
        super().__init__(*args, record=bid, **kwargs)

    def prepare(self) -> None:
        if self.record.state == BidState.SIGNING:
            for name in ("ask_capital", "ask_revenue", "match_needed"):
                del self.fields[name]

    def written(self, record: Bid) -> dict[str, Any]:
        names = (*("title", "funder", "scheme", "deadline_on", "note"), *self.amounts)
        return {name: getattr(record, name) for name in names}


class PartnerForm(Step):
    button = "Add partner"
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Partner",
        error_messages={"required": "Select the partner"},
    )

    def __init__(self, *args: Any, bid: Bid, **kwargs: Any):
        self.bid = bid
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        inside = self.bid.shares.values("organisation")
        field = records_field(self, "organisation")
        field.queryset = Organisation.objects.public().exclude(pk__in=inside)


class ShareFigures(Step):
    amounts = ("capital", "revenue")
    valuation = LineField(
        label="How it is valued",
        max_length=300,
        help_text="For example, staff hours at the hourly rate for the grade, including on-costs",
        error_messages={"required": "Enter how it is valued"},
    )
    capital = amount_field("Capital (£)")
    revenue = amount_field("Revenue (£)")


class ShareForm(Edits, ShareFigures):
    button = "Save share"

    def __init__(self, *args: Any, share: BidShare, **kwargs: Any):
        super().__init__(*args, record=share, **kwargs)

    def prepare(self) -> None:
        if self.record.form == Form.CASH:
            del self.fields["valuation"]

    def written(self, record: BidShare) -> dict[str, Any]:
        found = {"capital": record.capital, "revenue": record.revenue}
        return found if record.form == Form.CASH else {**found, "valuation": record.valuation}


class NewShareForm(ShareFigures):
    button = "Add share"
    form = forms.ChoiceField(
        label="Cash or in kind",
        choices=Form,
        widget=forms.RadioSelect,
        error_messages={"required": "Select cash or in kind"},
    )
    in_kind = forms.ChoiceField(
        label="What is given in kind",
        choices=[("", "Cash only"), *InKind.choices],
        required=False,
        help_text="In kind only",
    )

    def prepare(self) -> None:
        self.fields["valuation"].required = False
        self.fields["valuation"].help_text = (
            "In kind only. For example, staff hours at the hourly rate for the grade, including "
            "on-costs"
        )
        self.order_fields(["form", "in_kind", "valuation"])

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.cleaned_data.get("form") == Form.IN_KIND:
            if not self.cleaned_data.get("in_kind"):
                self.add_error("in_kind", "Select what is given in kind")
            if not self.cleaned_data.get("valuation") and "valuation" not in self.errors:
                self.add_error("valuation", "Enter how it is valued")
        return found


SHOWN = {"required": "Reload the page, then try again"}


class SignForm(Step):
    """The figures that were shown go with it: nobody signs others."""

    button = "Sign share"
    capital = PoundsField(widget=forms.HiddenInput, error_messages=SHOWN)
    revenue = PoundsField(widget=forms.HiddenInput, error_messages=SHOWN)
    valuation = forms.CharField(widget=forms.HiddenInput, required=False)
    signs = forms.BooleanField(
        error_messages={"required": "Select the box to sign for your organisation"}
    )

    def __init__(self, *args: Any, share: BidShare, **kwargs: Any):
        self.share = share
        figures = {
            "capital": share.capital,
            "revenue": share.revenue,
            "valuation": share.valuation,
        }
        super().__init__(*args, initial=figures, **kwargs)

    def prepare(self) -> None:
        share = self.share
        gives = f"it will give {pounds(share.amount)}, {share.what.lower()}, if the bid is won"
        if not share.amount:
            gives = "it takes part without match"
        self.fields["signs"].label = f"I sign for {share.organisation}: {gives}"

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        self.cleaned_data.pop("signs", None)
        return found


class ReturnForm(Step):
    button = "Return to drafting"
    reason = reason_field()


class WithdrawBidForm(Step):
    button = "Withdraw bid"
    reason = reason_field()


class SubmitForm(Step):
    button = "Mark as submitted"
    on = today_field("Submitted on")


def long_field(label: str, **options: Any) -> WordsField:
    return WordsField(
        label=label,
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        **options,
    )


class LostForm(Step):
    button = "Mark as lost"
    on = today_field("Date of the decision")
    feedback = long_field("Funder’s feedback", help_text="You can add this later")
    lessons = long_field("Lessons learned", help_text="What to do differently next time")


class LessonsForm(Edits, Step):
    button = "Save lessons"
    feedback = long_field("Funder’s feedback")
    lessons = long_field("Lessons learned")

    def __init__(self, *args: Any, bid: Bid, **kwargs: Any):
        super().__init__(*args, record=bid, **kwargs)

    def written(self, record: Bid) -> dict[str, Any]:
        return {"feedback": record.feedback, "lessons": record.lessons}


class WonForm(SentOnce, Step):
    """The award letter with its conditions, and the project that it funds."""

    button = "Mark as won"
    amounts = ("capital", "revenue", "regranted")
    on = DayField(
        label="Date of the award letter", required_message="Enter the date of the award letter"
    )
    letter_reference = LineField(label="Letter reference", max_length=60, required=False)
    upload = DocumentField(label="The letter", required=False)
    fund = LineField(
        label="Name of the fund",
        max_length=160,
        help_text="The funding source of the project will have this name",
        error_messages={"required": "Enter the name of the fund"},
    )
    starts_on = DayField(label="Funding starts", required=False)
    ends_on = DayField(
        label="Funding ends",
        required=False,
        help_text="A new project has the same dates. Its budget has the quarters between them",
    )
    capital = amount_field("Awarded, capital (£)")
    revenue = amount_field("Awarded, revenue (£)")
    regranted = amount_field("Amount awarded that will be passed on as grants (£)")
    project = forms.ModelChoiceField(
        Project.objects.none(), required=False, empty_label="A new project"
    )
    title = LineField(
        label="Name of the new project",
        max_length=160,
        required=False,
        help_text="Leave blank if you have selected a project",
    )

    def __init__(self, *args: Any, bid: Bid, cancel: str, **kwargs: Any):
        self.bid = bid
        initial = {
            "fund": bid.scheme or bid.title,
            "capital": bid.ask_capital,
            "revenue": bid.ask_revenue,
            "regranted": bid.regranted,
            "title": bid.title,
        }
        super().__init__(*args, cancel=cancel, initial=initial, **kwargs)
        self.helper = laid_out(
            "attempt",
            *self._part("Award", "on", "letter_reference", "upload", "fund", *self.amounts),
            *self._part("Funding period", "starts_on", "ends_on"),
            *self._part("Project", "project", "title"),
            *(piece for number in CONDITIONS for piece in self._condition(number)),
            button=self.button,
            cancel=cancel,
        )

    def prepare(self) -> None:
        led = Project.objects.filter(lead=self.bid.lead).order_by("title")
        records_field(self, "project").queryset = led
        for number in CONDITIONS:
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label="Type of condition",
                choices=[("", "None"), *ConditionKind.choices],
                required=False,
            )
            self.fields[f"condition_{number}"] = LineField(
                label="Condition", max_length=200, required=False
            )
            self.fields[f"due_{number}"] = DayField(label="Due", required=False)

    @staticmethod
    def _part(legend: str, *names: Any) -> list[Any]:
        return [Fieldset(*names, legend=legend, legend_size=Size.MEDIUM, legend_tag="h2")]

    def _condition(self, number: int) -> list[Any]:
        names = (f"kind_{number}", f"condition_{number}", f"due_{number}")
        return self._part(f"Condition {number} (optional)", *names)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        said = self.cleaned_data
        if said.get("project") and said.get("title") == self.bid.title:
            # What the form had filled in itself.
            said["title"] = ""
        if said.get("project") and said.get("title"):
            self.add_error("title", "Select a project or enter the name of a new one, not both")
        elif not (said.get("project") or said.get("title") or "title" in self.errors):
            self.add_error("title", "Enter the name of the new project, or select a project")
        starts, ends = said.get("starts_on"), said.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Enter an end date on or after the start date")
        said["asked"] = tuple(self._asked())
        return found

    def _asked(self) -> list[Condition]:
        asked = []
        for number in CONDITIONS:
            parts = [self.cleaned_data.pop(f"{one}_{number}", None) for one in PARTS]
            kind, title, due_on = parts
            if any(parts) and not all(parts):
                missing = next(name for name in PARTS if not parts[PARTS.index(name)])
                if f"{missing}_{number}" not in self.errors:
                    self.add_error(f"{missing}_{number}", MISSING[missing])
            elif kind and title and due_on:
                asked.append(Condition(kind, title, due_on))
        return asked


PARTS = ("kind", "condition", "due")
MISSING = {
    "kind": "Select the type of condition",
    "condition": "Enter the condition",
    "due": "Enter the date it is due",
}
