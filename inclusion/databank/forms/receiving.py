"""What is typed about a batch of SIM cards or data vouchers."""

from datetime import date, timedelta
from decimal import Decimal

from crispy_forms_gds.layout import Field, Fixed, Fluid, Size
from django import forms
from django.utils import timezone

from diz_portal.fields import DayField, NumberField, WholeNumberField, WordsField, records_field
from diz_portal.imports.forms import UploadsAFile
from diz_portal.layout import laid_out
from diz_portal.references import new_reference
from diz_portal.tables import ACCEPTED, FORMATS
from diz_portal.tables.values import GIGABYTES, units
from diz_portal.uploads import FileField
from inclusion.cases.forms.fields import ArrivalField, line, wide
from inclusion.cases.roles import takes_for
from inclusion.databank import numbers
from inclusion.databank.forms.keys import KeyField
from inclusion.databank.models import DataPledge, ItemKind
from inclusion.databank.selectors.databank import known_networks
from inclusion.databank.sizes import MB_PER_GB
from inclusion.imports.arrival import arrived
from inclusion.imports.models import ImportBatch
from partners.models import Organisation
from partners.roles import is_manager

LARGEST_FILE = 500_000
LONGEST_AHEAD = timedelta(days=5 * 366)


class BatchForm(UploadsAFile):
    key = KeyField()
    kind = forms.ChoiceField(
        label="SIM cards or vouchers?",
        choices=ItemKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select SIM cards or vouchers"},
    )
    network = line(
        "Mobile network",
        40,
        required=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "networks"}),
        error_messages={"required": "Enter the name of the network"},
    )
    gb_a_month = NumberField(
        label="Data per month in each (GB)",
        help_text="1GB is 1,000MB. For 250MB, enter 0.25.",
        min_value=0,
        max_value=1000,
        decimal_places=3,
        units=GIGABYTES,
        error_messages={"required": "Enter how much data each has per month, in GB"},
    )
    months = WholeNumberField(
        label="Number of months",
        min_value=1,
        max_value=24,
        units=units(months="1", month="1"),
        initial=1,
        error_messages={"required": "Enter the number of months"},
    )
    expires_on = DayField(
        label="Activate by",
        required_message="Enter the last date to activate them",
    )
    received_on = ArrivalField(
        label="Date received",
        help_text="Change this if you received them before today.",
        required=False,
    )
    donor = line("Donor organisation (optional)", 150)
    kept_by = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Issued by",
        required=False,
        empty_label="All teams",
        blank=True,
        widget=forms.RadioSelect,
    )
    codes = WordsField(
        label="SIM numbers or voucher codes",
        help_text="Enter one on each line, or upload a file below. A SIM number has 19 or 20 "
        "digits and starts with 89.",
        required=False,
        max_length=LARGEST_FILE,
        widget=forms.Textarea(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={"max_length": "Enter fewer numbers, and add the others as a second batch"},
    )
    file = FileField(
        label="Or upload a file with one number in each row",
        help_text=f"{FORMATS}. You can check it before anything is added to stock.",
        required=False,
        error_messages={"empty": "The file is empty. Upload another one"},
    )
    # Asked only of numbers whose check digit is wrong.
    sure = forms.BooleanField(
        label="These numbers are printed on the cards. Add them to stock", required=False
    )
    note = line("Note (optional)", 300)

    def __init__(
        self,
        *args,
        user,
        cancel: str,
        pledge: DataPledge | None = None,
        after: ImportBatch | None = None,
        **kwargs,
    ):
        initial: dict[str, object] = {
            "key": new_reference(),
            "received_on": timezone.localdate(),
        }
        if pledge:
            initial |= {
                "network": pledge.network,
                "gb_a_month": pledge.gb,
                "kind": "sim" if pledge.kind in ("sim", "bulk") else "voucher",
            }
        if after:
            initial |= said_before(after)
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ACCEPTED
        # Offered while they type, so that a network keeps one spelling.
        self.networks = known_networks()
        if pledge:
            del self.fields["donor"]
        mine = Organisation.objects.filter(team__isnull=False)
        if not is_manager(user):
            mine = mine.filter(pk__in=takes_for(user))
            # Usually theirs to issue; another choice is one click.
            self.fields["kept_by"].initial = mine.first() if len(mine) == 1 else None
        records_field(self, "kept_by").queryset = mine.order_by("name")
        donor = [wide("donor")] if "donor" in self.fields else []
        self.helper = laid_out(
            "key",
            Field.radios("kind", legend_size=Size.SMALL),
            wide("network"),
            Field.text("gb_a_month", field_width=Fixed.FIVE),
            Field.text("months", field_width=Fixed.FIVE),
            "expires_on",
            "received_on",
            *donor,
            Field.radios("kept_by", legend_size=Size.SMALL),
            Field.textarea("codes", rows=6),
            "file",
            Field.text("note", field_width=Fluid.FULL),
            button="Add to stock",
            cancel=cancel,
        )

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError("Enter an “activate by” date that is today or later")
        if day > today + LONGEST_AHEAD:
            raise forms.ValidationError("Check the year: this date is more than 5 years ahead")
        return day

    def clean_gb_a_month(self):
        size = self.cleaned_data["gb_a_month"]
        if size <= 0:
            raise forms.ValidationError("Enter a number above 0")
        return size

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        file, sure = cleaned.pop("file", None), cleaned.get("sure", False)
        codes = [line.strip() for line in cleaned.get("codes", "").splitlines() if line.strip()]
        if file and codes:
            self.add_error("file", "Enter the numbers or upload a file, not both")
        elif codes and (kind := cleaned.get("kind")):
            codes = self._typed(cleaned["codes"], kind, sure=sure)
        cleaned["file"] = file
        if "received_on" in cleaned:
            cleaned["received_on"] = cleaned["received_on"] or timezone.localdate()
        if not file and not codes and not {"codes", "file"} & set(self.errors):
            self.add_error(
                "codes", "Enter the numbers or codes, one on each line, or upload a file"
            )
        cleaned["codes"] = codes
        if size := cleaned.pop("gb_a_month", None):
            cleaned["mb_each"] = int(size * MB_PER_GB) * (cleaned.get("months") or 1)
        return cleaned

    def _typed(self, text: str, kind: str, *, sure: bool) -> list[str]:
        """The numbers as we keep them. A check digit that is wrong is asked about: some operators
        issue such cards."""
        found = numbers.typed(text, kind)
        if found.doubts:
            shown = self.helper.layout.fields
            shown.insert(shown.index("file"), "sure")
        if found.wrong:
            self.add_error("codes", numbers.named(found.wrong))
        elif found.doubts and not sure:
            self.add_error(
                "codes",
                f"Check these against the cards. {numbers.named(found.doubts)}. If the numbers are "
                "right, select the box below",
            )
        return found.codes


def said_before(batch: ImportBatch) -> dict[str, object]:
    """What was typed with a list, for the form on which its corrected file is chosen."""
    said, months = batch.said, batch.said["months"]
    return {
        **{name: said.get(name, "") for name in ("kind", "network", "months", "donor", "note")},
        "gb_a_month": Decimal(said["mb_each"]) / months / MB_PER_GB,
        "expires_on": date.fromisoformat(said["expires_on"]),
        "kept_by": batch.kept_by_id,
        "received_on": arrived(batch) or timezone.localdate(),
    }
