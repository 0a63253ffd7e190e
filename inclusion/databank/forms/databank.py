"""What is typed about donated mobile data."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Fluid, Size
from django import forms
from django.utils import timezone

from diz_portal import unseen
from diz_portal.fields import (
    DayField,
    NumberField,
    WholeNumberField,
    WordsField,
    choice_field,
    records_field,
)
from diz_portal.imports.forms import UploadsAFile
from diz_portal.layout import laid_out
from diz_portal.references import LENGTH, new_reference
from diz_portal.tables import ACCEPTED, FORMATS
from diz_portal.tables.values import GIGABYTES, units
from inclusion.cases.forms.fields import ArrivalField, line, need_words, wide
from inclusion.cases.models import Need
from inclusion.cases.roles import takes_for
from inclusion.databank import numbers
from inclusion.databank.models import DataItem, DataPledge, ItemKind, compared
from inclusion.databank.selectors.databank import by_last_digits, by_number, known_networks
from inclusion.databank.sizes import MB_PER_GB, in_gb
from inclusion.imports.arrival import arrived
from inclusion.imports.models import ImportBatch
from partners.models import Organisation
from partners.roles import is_manager

LARGEST_FILE = 500_000
_GB = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,3})?) ?GB\b", re.IGNORECASE)
LONGEST_AHEAD = timedelta(days=5 * 366)


class KeyField(forms.CharField):
    """Which page a form came from: sent twice, it happens once."""

    def __init__(self):
        old = "This page cannot be sent again. Open it anew."
        super().__init__(
            widget=forms.HiddenInput,
            max_length=LENGTH,
            min_length=LENGTH,
            error_messages=dict.fromkeys(("required", "max_length", "min_length"), old),
        )


class BatchForm(UploadsAFile):
    key = KeyField()
    kind = forms.ChoiceField(
        label="What are they?",
        choices=ItemKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they are."},
    )
    network = line(
        "Whose network do they work on?",
        40,
        required=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "networks"}),
        error_messages={"required": "Enter the name of the network."},
    )
    gb_a_month = NumberField(
        label="GB a month in each",
        help_text="1 GB is 1,000 MB: write 250 MB as 0.25.",
        min_value=0,
        max_value=1000,
        decimal_places=3,
        units=GIGABYTES,
        error_messages={"required": "Enter how many GB a month each holds."},
    )
    months = WholeNumberField(
        label="For how many months?",
        min_value=1,
        max_value=24,
        units=units(months="1", month="1"),
        initial=1,
        error_messages={"required": "Enter for how many months."},
    )
    expires_on = DayField(
        label="Last day to activate them",
        required_message="Enter the last day on which they can be activated.",
    )
    received_on = ArrivalField(
        label="When did they come?",
        help_text="Today, unless they have been here for longer.",
        required=False,
    )
    donor = line("Given by (an organisation)", 150)
    kept_by = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Who hands them out?",
        required=False,
        empty_label="Every team",
        blank=True,
        widget=forms.RadioSelect,
    )
    codes = WordsField(
        label="The number of each card, or each voucher’s code",
        help_text="One to a line, or choose a file below. The number of a SIM card has 19 or 20 "
        "digits and begins with 89.",
        required=False,
        max_length=LARGEST_FILE,
        widget=forms.Textarea(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={"max_length": "That is more than one batch can take. Split it in two."},
    )
    file = forms.FileField(
        label="Or a file with one number in each row",
        help_text=f"{FORMATS}. You see what would come in before anything is received.",
        required=False,
        error_messages={"empty": "The file is empty."},
    )
    # Asked only of numbers whose check digit is wrong.
    sure = forms.BooleanField(
        label="These numbers are printed on the cards. Receive them.", required=False
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
            # Usually theirs to hand out; another choice is one click.
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
            button="Receive them",
            cancel=cancel,
        )

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError("That day is past: they can help nobody any more.")
        if day > today + LONGEST_AHEAD:
            raise forms.ValidationError("That is more than five years ahead. Check the year.")
        return day

    def clean_gb_a_month(self):
        size = self.cleaned_data["gb_a_month"]
        if size <= 0:
            raise forms.ValidationError("Enter more than nothing.")
        return size

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        file, sure = cleaned.pop("file", None), cleaned.get("sure", False)
        codes = [line.strip() for line in cleaned.get("codes", "").splitlines() if line.strip()]
        if file and codes:
            self.add_error("file", "Paste the numbers or choose a file, not both.")
        elif codes and (kind := cleaned.get("kind")):
            codes = self._typed(cleaned["codes"], kind, sure=sure)
        cleaned["file"] = file
        if "received_on" in cleaned:
            cleaned["received_on"] = cleaned["received_on"] or timezone.localdate()
        if not file and not codes and not {"codes", "file"} & set(self.errors):
            self.add_error("codes", "Enter the number of each, one to a line, or choose a file.")
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
                f"Check against the cards. {numbers.named(found.doubts)} If the numbers are right, "
                "tick the box below.",
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


class KeyForm(forms.Form):
    """A button that moves an item once."""

    key = KeyField()


def fits(need: Need, item: DataItem) -> bool:
    """Whether it holds as much a month as the need says, where it says so."""
    asked = _GB.search(need.item)
    return not asked or Decimal(asked[1]) * MB_PER_GB * item.batch.months == item.batch.mb_each


def in_the_hand(**more: Any) -> forms.CharField:
    return line(
        "Number of the card in your hand",
        60,
        help_text="Scan it, or type it or its last four digits.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        **more,
    )


def given_in_person() -> forms.BooleanField:
    return forms.BooleanField(
        label="I give it to them in person",
        help_text="Then nobody has to ring or write to say that they have it.",
        required=False,
    )


NO_NUMBER = "Enter the number of the card in your hand, or its last four digits."
_LAST = re.compile(r"[0-9]{4}")


def is_number_of(item: DataItem, typed: str) -> bool:
    digits = compared(typed).replace("-", "")
    code = compared(item.code).replace("-", "")
    return code.endswith(digits) if _LAST.fullmatch(digits) else digits.rstrip("f") == code


class ForWhomForm(KeyForm):
    """Of an item in stock: which need does it go to? Of a SIM card, is it the one in the hand?"""

    chosen = forms.ModelChoiceField(
        Need.objects.none(),
        label="For which need?",
        widget=forms.RadioSelect,
        empty_label=None,
        to_field_name="reference",
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of these."},
    )

    code = in_the_hand(required=True, error_messages={"required": NO_NUMBER})
    in_person = given_in_person()

    def __init__(self, *args, item: DataItem, choices, cancel: str, **kwargs):
        kwargs["initial"] = {"key": new_reference()}
        super().__init__(*args, **kwargs)
        self.item = item
        asks = [wide("code")] if item.batch.kind == ItemKind.SIM else []
        if not asks:
            del self.fields["code"]
        field = records_field(self, "chosen")
        field.queryset, field.label_from_instance = choices, need_words
        self.helper = laid_out(
            "key",
            Field.radios("chosen", legend_size=Size.SMALL),
            *asks,
            "in_person",
            button="Hand over",
            cancel=cancel,
        )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        if not is_number_of(self.item, typed):
            raise forms.ValidationError("This is another card than the one above. Check both.")
        return typed


class IssueForm(forms.Form):
    key = KeyField()
    network = forms.ChoiceField(
        label="Whose network has signal where they live?",
        required=False,
        widget=forms.RadioSelect,
    )
    # The card that the page showed: another is named loudly.
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LENGTH)
    code = in_the_hand()
    in_person = given_in_person()
    other_size = forms.BooleanField(
        label="Hand it over although it holds another size than is asked for", required=False
    )

    def __init__(
        self,
        *args,
        need: Need,
        batches,
        networks,
        network: str,
        candidate: DataItem | None,
        button: str,
        **kwargs,
    ):
        self.need, self.batches = need, batches
        self.candidate = candidate
        shown = candidate.reference if candidate else ""
        self.this: DataItem | None = None
        initial = {"key": new_reference(), "network": network, "shown": shown}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        choice_field(self, "network").choices = [("", "Any"), *((one, one) for one in networks)]
        self.fields["network"].widget = forms.HiddenInput()
        self.helper = laid_out(
            "key", "network", "shown", wide("code"), "in_person", "other_size", button=button
        )
        # Asked only when it matters.
        if not (self.is_bound and self._holds_another_size()):
            self.fields["other_size"].widget = forms.HiddenInput()

    def _holds_another_size(self) -> bool:
        found = self._found()
        return len(found) == 1 and not fits(self.need, found[0])

    def _found(self) -> list[DataItem]:
        number = unseen.on_a_line(self.data.get("code", "")[:60]).strip()
        network = self.data.get("network", "")[:40]
        if not _LAST.fullmatch(number):
            return by_number(self.batches, number, network) if number else []
        shown = self._shown()
        if shown and is_number_of(shown, number):
            return [shown]
        return by_last_digits(self.batches, number, network)

    def _shown(self) -> DataItem | None:
        """What the page showed, wherever it is by now."""
        reference = unseen.on_a_line(self.data.get("shown", ""))[:LENGTH]
        found = DataItem.objects.filter(batch__in=self.batches, reference=reference)
        return found.select_related("batch__kept_by").first()

    def _is_of_a_card(self) -> bool:
        """A voucher is in nobody's hand: its code stands on the page."""
        rows = (self.candidate, self._shown())
        return any(one is not None and one.batch.kind == ItemKind.SIM for one in rows)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("code"):
            if "code" in cleaned and self._is_of_a_card():
                self.add_error("code", NO_NUMBER)
            return cleaned
        found = self._found()
        if len(found) != 1:
            self.add_error("code", self._none_or_several(found))
        elif not fits(self.need, found[0]) and not cleaned.get("other_size"):
            batch = found[0].batch
            self.add_error(
                "other_size",
                f"This card holds {in_gb(batch.mb_each // batch.months)} GB a month, and "
                f"“{self.need.item}” is asked for. Hand over another, or tick the box.",
            )
        else:
            self.this = found[0]
        return cleaned

    def _none_or_several(self, found: list[DataItem]) -> str:
        if found and _LAST.fullmatch(self.cleaned_data["code"]):
            return "Several cards end in these digits. Enter the whole number."
        if found:
            return "Several cards have this number. Choose the network first."
        if self.data.get("network"):
            return (
                "No card of this network has this number. Check the number, or choose another "
                "network."
            )
        return "No card here has this number. Check it, or receive the card first."


class ItemWhyForm(KeyForm):
    why = line("Why", 200, required=True, error_messages={"required": "Say why."})

    def __init__(self, *args, label: str, hint: str, button: str, cancel: str, **kwargs):
        kwargs["initial"] = {"key": new_reference()}
        super().__init__(*args, **kwargs)
        self.fields["why"].label, self.fields["why"].help_text = label, hint
        self.helper = laid_out("key", wide("why"), button=button, cancel=cancel)
