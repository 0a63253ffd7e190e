"""What is typed about a claim. Its decisions carry what their page showed, so that a page that has
stayed open decides nothing that has changed since."""

from decimal import Decimal
from typing import Any

from crispy_forms_gds.layout import Field
from django import forms

from diz_portal.documents.forms import DocumentField
from diz_portal.editing import Edits
from diz_portal.fields import (
    DayField,
    LineField,
    NumberField,
    PoundsField,
    choice_field,
    records_field,
)
from diz_portal.layout import laid_out
from diz_portal.sent_once import SentOnce
from diz_portal.words import pounds, uk_date
from partners.models import Organisation
from projects.money.forms.sources import reason_field, today_field
from projects.money.models import Claim, ClaimLine, FundingSource
from projects.money.selectors.claims import Spend
from projects.money.services import claims as services
from projects.portfolio.selectors.milestones import organisations

PENNY = Decimal("0.01")
# So many things that were spent are offered at once, the oldest first.
MOST_OFFERED = 100


class _Described(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Claimed for",
        help_text="The accountable body claims what anyone spent. A claim for a partner has only "
        "that partner’s spend",
        error_messages={"required": "Select who it is claimed for"},
    )
    period_from = DayField(
        label="Period from", required_message="Enter the first day of the period"
    )
    period_to = DayField(label="Period to", required_message="Enter the last day of the period")
    held_back_percent = NumberField(
        label="Grant held back (%)",
        decimal_places=2,
        max_digits=5,
        min_value=0,
        max_value=Decimal("99.99"),
        initial=0,
        help_text="The share that the funder keeps until later, as the funding agreement says. "
        "Enter 0 if there is none",
        error_messages={"required": "Enter a percentage, or 0"},
    )

    def of(self, source: FundingSource) -> None:
        records_field(self, "organisation").queryset = organisations(source.project)

    def clean(self):
        found = super().clean()
        starts, ends = self.cleaned_data.get("period_from"), self.cleaned_data.get("period_to")
        if starts and ends and ends < starts:
            self.add_error("period_to", "Enter an end date on or after the start date")
        return found


class NewClaimForm(SentOnce, _Described):
    def __init__(self, *args: Any, source: FundingSource, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.of(source)
        self.fields["organisation"].initial = source.project.lead_id
        self.helper = laid_out(*self.fields, button="Start claim", cancel=cancel)


class EditsClaim(Edits):
    """Under the locks of the claim’s services, in their order."""

    def locked(self, record: Claim) -> Claim:
        return services.held(record)


class ClaimForm(EditsClaim, _Described):
    def __init__(self, *args: Any, claim: Claim, cancel: str, **kwargs: Any):
        super().__init__(*args, record=claim, **kwargs)
        self.of(claim.source)
        self.helper = laid_out(*self.fields, button="Save claim", cancel=cancel)

    def written(self, claim: Claim) -> dict:
        names = ("period_from", "period_to", "held_back_percent")
        return {
            "organisation": claim.organisation_id,
            **{name: getattr(claim, name) for name in names},
        }


def share_field(**options: Any) -> NumberField:
    return NumberField(
        label="Share of each (%)",
        decimal_places=4,
        max_digits=7,
        max_value=100,
        required=False,
        **options,
    )


class AddSpendForm(forms.Form):
    postings = forms.MultipleChoiceField(
        label="Spend to claim",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select the spend to claim"},
    )
    percent = share_field(
        help_text="For an invoice split between several funders. Leave blank to claim all that is "
        "left"
    )

    def __init__(self, *args: Any, offered: list[Spend], cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offered = {one.posting.reference: one.posting for one in offered[:MOST_OFFERED]}
        choice_field(self, "postings").choices = [
            (one.posting.reference, _offer(one)) for one in offered[:MOST_OFFERED]
        ]
        self.helper = laid_out(
            Field.checkboxes("postings", small=True),
            "percent",
            button="Add to claim",
            cancel=cancel,
        )

    def clean_postings(self) -> list:
        return [self.offered[one] for one in self.cleaned_data["postings"]]

    def clean_percent(self) -> Decimal | None:
        percent = self.cleaned_data["percent"]
        if percent is not None and percent <= 0:
            raise forms.ValidationError("Enter a share above 0 and up to 100")
        return percent


def _offer(spend: Spend) -> str:
    posting = spend.posting
    who = f", {posting.counterparty}" if posting.counterparty else ""
    left = pounds(spend.left)
    of = "" if spend.left == posting.amount else f" left of {pounds(posting.amount)}"
    kind = posting.get_expenditure_display().lower()
    return f"{uk_date(posting.on)}: {posting.description}{who}: {left}{of}, {kind}"


class _EditsLine(Edits):
    def locked(self, record: ClaimLine) -> ClaimLine:
        claim = services.held(record.claim)
        found = claim.lines.select_related("posting").filter(pk=record.pk).first()
        if found is None:
            # It was removed meanwhile; the service says so.
            return record
        found.claim = claim
        return found


class ShareForm(_EditsLine, forms.Form):
    percent = share_field()
    amount = PoundsField(
        label="Or claim an amount (£)", max_digits=14, min_value=PENNY, required=False
    )

    def __init__(self, *args: Any, line: ClaimLine, left: Decimal, cancel: str, **kwargs: Any):
        super().__init__(*args, record=line, **kwargs)
        self.fields["percent"].label = f"Share of {pounds(line.posting.amount)} (%)"
        self.fields["amount"].help_text = f"Up to {pounds(left)}. Leave it blank to use the share"
        self.helper = laid_out("percent", "amount", button="Save share", cancel=cancel)

    def written(self, line: ClaimLine) -> dict:
        return {"percent": _plain(line.percent)}

    def clean(self):
        found = super().clean()
        if self.errors:
            return found
        percent, amount = self.cleaned_data["percent"], self.cleaned_data["amount"]
        if amount is None and percent is None:
            self.add_error("percent", "Enter a share or an amount")
        elif percent is not None and percent <= 0:
            self.add_error("percent", "Enter a share above 0 and up to 100")
        elif percent == self.written(self.record)["percent"]:
            # The share of an amount is rounded: left alone, it changes nothing.
            self.cleaned_data["percent"] = None
        return found


def _plain(percent: Decimal) -> Decimal:
    """33.5000 as 33.5, and 100.0000 as 100."""
    return Decimal(f"{percent.normalize():f}")


class EvidenceForm(_EditsLine, forms.Form):
    invoice = DocumentField(label="Invoice", required=False)
    no_invoice = LineField(
        label="If there is no invoice, why the funder does not ask for it",
        max_length=300,
        required=False,
    )
    payment = DocumentField(label="Proof of payment", required=False)
    no_payment = LineField(
        label="If there is no proof of payment, why the funder does not ask for it",
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, line: ClaimLine, cancel: str, **kwargs: Any):
        super().__init__(*args, record=line, **kwargs)
        self.helper = laid_out(*self.fields, button="Save evidence", cancel=cancel)

    def written(self, line: ClaimLine) -> dict:
        return {"no_invoice": line.no_invoice, "no_payment": line.no_payment}


# Decisions ---------------------------------------------------------------------------------------


class StepForm(SentOnce):
    """A step of a claim, taken once, on what the person has seen."""

    button = ""
    seen = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": "Reload the page, then try again"}
    )

    def __init__(self, *args: Any, seen: int, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen
        self.helper = laid_out(*self.fields, button=self.button, cancel=cancel)


class SubmitForm(StepForm):
    button = "Submit claim"


class ApproveForm(StepForm):
    button = "Approve claim"
    agrees = forms.BooleanField(
        label="I have checked the lines against their evidence, and the funding agreement allows "
        "them",
        error_messages={"required": "Confirm that you have checked the lines"},
    )


class SendBackForm(StepForm):
    button = "Send claim back"
    reason = reason_field("What needs to change")


class WithdrawForm(StepForm):
    button = "Withdraw claim"
    reason = reason_field()


class PaidForm(StepForm):
    button = "Mark as paid"
    on = today_field("Paid on")
    transaction_reference = LineField(label="Transaction reference", max_length=60, required=False)


class ReversePaymentForm(StepForm):
    button = "Reverse payment"
    reason = reason_field()


class ReleaseForm(PaidForm):
    button = "Record release"
