"""What is typed when mobile data is issued: the card in the hand, and the need that it is for."""

import re
from decimal import Decimal
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from diz_portal import unseen
from diz_portal.fields import choice_field, records_field
from diz_portal.layout import laid_out
from diz_portal.references import LENGTH, new_reference
from diz_portal.words import data_size
from inclusion.cases.forms.fields import line, need_words, wide
from inclusion.cases.models import Need
from inclusion.databank.forms.keys import KeyField, KeyForm
from inclusion.databank.models import DataItem, ItemKind, compared
from inclusion.databank.selectors.databank import by_last_digits, by_number
from inclusion.databank.sizes import MB_PER_GB

_GB = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,3})?) ?GB\b", re.IGNORECASE)


def fits(need: Need, item: DataItem) -> bool:
    """Whether it holds as much a month as the need says, where it says so."""
    asked = _GB.search(need.item)
    return not asked or Decimal(asked[1]) * MB_PER_GB * item.batch.months == item.batch.mb_each


def in_the_hand(**more: Any) -> forms.CharField:
    return line(
        "Number on the SIM card in your hand",
        60,
        help_text="Scan the number, or enter it or its last 4 digits.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        **more,
    )


def given_in_person() -> forms.BooleanField:
    return forms.BooleanField(
        label="I am giving it to them in person",
        help_text="Select this if the person is with you. We will then not contact them about it.",
        required=False,
    )


NO_NUMBER = "Enter the number on the SIM card in your hand, or its last 4 digits"
_LAST = re.compile(r"[0-9]{4}")


def is_number_of(item: DataItem, typed: str) -> bool:
    digits = compared(typed).replace("-", "")
    code = compared(item.code).replace("-", "")
    return code.endswith(digits) if _LAST.fullmatch(digits) else digits.rstrip("f") == code


class ForWhomForm(KeyForm):
    """Of an item in stock: which need is it for? Of a SIM card, is it the one in the hand?"""

    chosen = forms.ModelChoiceField(
        Need.objects.none(),
        label="For which need?",
        widget=forms.RadioSelect,
        empty_label=None,
        to_field_name="reference",
        error_messages={"required": "Select a need", "invalid_choice": "Select one of these needs"},
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
            button="Issue mobile data",
            cancel=cancel,
        )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        if not is_number_of(self.item, typed):
            raise forms.ValidationError("This is not the SIM card shown above. Check both numbers")
        return typed


class IssueForm(forms.Form):
    key = KeyField()
    network = forms.ChoiceField(
        label="Which network has signal where they live?",
        required=False,
        widget=forms.RadioSelect,
    )
    # The card that the page showed: another is named loudly.
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LENGTH)
    code = in_the_hand()
    in_person = given_in_person()
    other_size = forms.BooleanField(
        label="Issue it, although the amount of data is different", required=False
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
        """A voucher is in nobody's hand: its code is on the page."""
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
                f"This one has {data_size(batch.mb_each // batch.months)} per month, and the need "
                "is for "
                f"“{self.need.item}”. Issue another one, or select the box",
            )
        else:
            self.this = found[0]
        return cleaned

    def _none_or_several(self, found: list[DataItem]) -> str:
        if found and _LAST.fullmatch(self.cleaned_data["code"]):
            return "Several SIM cards end in these digits. Enter the whole number"
        if found:
            return "Several SIM cards have this number. Select the network first"
        if self.data.get("network"):
            return (
                "No SIM card for this network has this number. Check the number, or select another "
                "network"
            )
        return "No SIM card in stock has this number. Check it, or add the SIM card to stock first"
