"""What a caseworker asks in a call about a landline, and what came of it."""

from crispy_forms_gds.layout import Field, Fluid, Size
from django import forms
from django.db import models
from django.utils import timezone

from diz_portal.editing import Edits
from diz_portal.fields import DayField, LineField, choice_field
from diz_portal.layout import laid_out
from inclusion.cases.forms.fields import PastDayField, words
from inclusion.cases.services import casebook
from inclusion.landline.models import (
    LANDLINE_MOVES,
    ON_THE_NEW_LINE,
    Battery,
    Landline,
    LandlineState,
    Signal,
    YesOrNo,
)
from inclusion.landline.services.landlines import ANSWERS, NO_ANSWER, Outcome

SMALL = {"legend_size": Size.SMALL}
WIDE = {"field_width": Fluid.TWO_THIRDS}


def _asked(label: str, choices: type[models.TextChoices], **options) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"{label} (optional)",
        choices=[*choices.choices, ("", "Not asked yet")],
        required=False,
        widget=forms.RadioSelect,
        **options,
    )


class CallForm(Edits, forms.Form):
    """Answers that were given before are there; what was not asked stays empty."""

    together = (("has_alarm", "alarm_provider"),)

    outcome = forms.ChoiceField(
        label="Outcome of the call",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the outcome of the call"},
    )
    provider = LineField(label="Phone provider (optional)", max_length=60, required=False)
    switches_on = DayField(
        label="Switch date (optional)",
        help_text="The date the provider has given, or the date the line was switched.",
        required=False,
    )
    has_alarm = _asked("Do they have an alarm or telecare?", YesOrNo)
    alarm_provider = LineField(label="Alarm provider (optional)", max_length=60, required=False)
    tested_on = PastDayField(
        label="Alarm tested on the new line on (optional)",
        help_text="If you leave this blank and select “Alarm tested on the new line”, it is today.",
        required=False,
    )
    battery = _asked("Do they have battery back-up for a power cut?", Battery)
    signal = _asked("How good is the mobile signal indoors?", Signal)
    has_corded = _asked("Do they have a corded phone?", YesOrNo)
    call_by = DayField(
        label="Next call by (if someone must call again)",
        required=False,
    )
    words = words("Note (optional)")

    def __init__(self, *args, landline: Landline, cancel: str, **kwargs):
        super().__init__(*args, record=landline, **kwargs)
        self.landline = landline
        moves = LANDLINE_MOVES[LandlineState(landline.state)]
        choice_field(self, "outcome").choices = [
            (NO_ANSWER, "No answer"),
            *((state.value, state.label) for state in LandlineState if state in moves),
        ]
        self.helper = laid_out(
            Field.text("provider", **WIDE),
            "switches_on",
            Field.radios("has_alarm", inline=True, **SMALL),
            Field.text("alarm_provider", **WIDE),
            "tested_on",
            Field.radios("battery", **SMALL),
            Field.radios("signal", **SMALL),
            Field.radios("has_corded", inline=True, **SMALL),
            Field.radios("outcome", **SMALL),
            "call_by",
            Field.textarea("words", rows=3),
            button="Record call",
            cancel=cancel,
        )

    def locked(self, record: Landline) -> Landline:
        # Its case first, as every writer.
        casebook.lock(record.need.case)
        return super().locked(record)

    def written(self, landline: Landline) -> dict:
        return {name: getattr(landline, name) for name in ANSWERS}

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        state, today = cleaned.get("outcome"), timezone.localdate()
        switched = cleaned.get("switches_on")
        is_switched = switched is not None and switched <= today
        if state in ON_THE_NEW_LINE and not is_switched and "switches_on" not in self.errors:
            self.add_error(
                "switches_on", "Enter the date the line was switched, today or in the past"
            )
        if cleaned.get("alarm_provider") and cleaned.get("has_alarm") == "":
            # Who runs an alarm says that there is one.
            cleaned["has_alarm"] = YesOrNo.YES
        has_alarm = cleaned.get("has_alarm") == YesOrNo.YES
        if cleaned.get("alarm_provider") and not has_alarm:
            self.add_error("has_alarm", "Select “Yes” if they have an alarm provider")
        if state == LandlineState.TESTED and not has_alarm:
            self.add_error("has_alarm", "Select “Yes” if their alarm was tested")
        tested = cleaned.get("tested_on")
        if tested and state != LandlineState.TESTED:
            self.add_error("outcome", "Select “Alarm tested on the new line” if it was tested")
        if tested and switched and tested < switched:
            self.add_error("tested_on", "Enter a date on or after the switch date")
        if self._calls_again(state, has_alarm=has_alarm) and "call_by" not in self.errors:
            day = cleaned.get("call_by")
            if not day or day < today:
                self.add_error("call_by", "Enter the date of the next call, today or later")
        return cleaned

    def _calls_again(self, state: str | None, *, has_alarm: bool) -> bool:
        if state in {NO_ANSWER, LandlineState.CALLED}:
            return True
        return state == LandlineState.MOVED and has_alarm

    def answers(self) -> dict:
        return {name: self.cleaned_data[name] for name in ANSWERS}

    def led_to(self) -> Outcome:
        data = self.cleaned_data
        return Outcome(data["outcome"], data.get("call_by"), data.get("tested_on"))
