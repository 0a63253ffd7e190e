"""What a caseworker writes."""

from crispy_forms_gds.layout import Field, Fixed, Fluid, Size
from django import forms
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.editing import Edits
from diz_portal.fields import DayField, HourField, LineField, choice_field, records_field
from diz_portal.layout import laid_out
from diz_portal.times import NoSuchTime, in_london
from inclusion.cases.forms.editing import EditsCase, EditsOfCase
from inclusion.cases.forms.fields import PersonFields, words
from inclusion.cases.models import (
    APPOINTMENT_MOVES,
    Appointment,
    AppointmentState,
    Case,
    Need,
    NeedKind,
    NeedState,
    NotMetReason,
    Person,
    Task,
    Team,
    TransferBasis,
    Urgency,
)
from inclusion.cases.selectors.cases import caseworkers
from inclusion.cases.services.needs import NO_SOURCE, moves_by_hand, needs_source
from inclusion.cases.services.people import DETAILS

SMALL = {"legend_size": Size.SMALL}
WIDE = {"field_width": Fluid.TWO_THIRDS}


def colleague(label: str, empty: str) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        User.objects.none(), label=label, required=False, empty_label=empty, widget=forms.Select
    )


class FindForm(forms.Form):
    text = LineField(
        label="Name, telephone number, email address, postcode, date of birth or reference",
        help_text="Looked for among the cases and requests of your own team. A whole reference is "
        "found wherever it is, and that you looked is written down.",
        max_length=100,
        error_messages={"required": "Enter a reference, a name or a number."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(Field.text("text", **WIDE), button="Find")


class NoteForm(forms.Form):
    words = words(
        "What happened",
        most=5000,
        required=True,
        help_text="The person may ask to read it. Write what you would say to them.",
        error_messages={"required": "Write what happened."},
    )
    contact = forms.TypedChoiceField(
        label="This is",
        choices=[("", "A note"), ("yes", "Contact with the person")],
        coerce=bool,
        empty_value=False,  # type: ignore[arg-type]  # what coerces to it
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )

    def __init__(self, *args, action: str = "", cancel: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.textarea("words", rows=4),
            Field.radios("contact", inline=True, **SMALL),
            button="Add to the timeline",
            cancel=cancel,
            is_main=False,
        )
        self.helper.form_action = action


class WordsForm(forms.Form):
    """One box of words that must be filled in."""

    def __init__(
        self,
        *args,
        label: str,
        button: str,
        cancel: str,
        must: str,
        hint: str = "",
        most: int = 5000,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.fields["words"] = words(
            label, most=most, required=True, help_text=hint, error_messages={"required": must}
        )
        self.helper = laid_out(Field.textarea("words", rows=4), button=button, cancel=cancel)


class CloseForm(WordsForm):
    """Asks about tasks and appointments only where some are open."""

    all_the_same = forms.BooleanField(
        label="Close it all the same",
        error_messages={
            "required": "Settle what is still to be done, or tick that the case closes all the "
            "same."
        },
    )

    def __init__(self, *args, asks: bool, cancel: str, **kwargs):
        super().__init__(
            *args,
            label="How it ended",
            hint="For whoever reads this case later. Whoever referred learns that it is completed.",
            must="Say how it ended.",
            button="Close the case",
            cancel=cancel,
            **kwargs,
        )
        if asks:
            self.fields[
                "all_the_same"
            ].help_text = (
                "Appointments to come are cancelled. Tasks stay on the case, marked as not done."
            )
            self.helper.layout.fields.insert(1, "all_the_same")
        else:
            del self.fields["all_the_same"]


class AssignForm(EditsCase, forms.Form):
    to = colleague("Caseworker", "Nobody: back to the queue")

    def __init__(self, *args, case: Case, cancel: str, **kwargs):
        super().__init__(*args, record=case, **kwargs)
        records_field(self, "to").queryset = caseworkers(case.handled_by_id)
        self.helper = laid_out(Field.select("to"), button="Save", cancel=cancel)

    def written(self, case: Case) -> dict:
        return {"to": case.assigned_to_id}


class UrgencyForm(EditsCase, forms.Form):
    urgency = forms.ChoiceField(
        label="How urgent is it?", choices=Urgency.choices, widget=forms.RadioSelect
    )
    target_on = DayField(label="Help promised by", required_message="Enter the day.")
    why = words("Why it changes", required=True, error_messages={"required": "Say why it changes."})

    def __init__(self, *args, case: Case, cancel: str, **kwargs):
        super().__init__(*args, record=case, **kwargs)
        self.helper = laid_out(
            Field.radios("urgency", **SMALL),
            "target_on",
            Field.textarea("why", rows=2),
            button="Save",
            cancel=cancel,
        )

    def written(self, case: Case) -> dict:
        return {"urgency": case.urgency, "target_on": case.target_on}


class NeedForm(forms.Form):
    kind = forms.ChoiceField(
        label="What do they need?",
        choices=NeedKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they need."},
    )
    item = LineField(
        label="What exactly (optional)",
        help_text="The thing, not the person: a tablet, 20 GB a month, video calls.",
        max_length=60,
        required=False,
    )

    again = forms.BooleanField(
        label="They need one more of the same", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, case: Case, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.helper = laid_out(
            Field.radios("kind", **SMALL),
            Field.text("item", **WIDE),
            "again",
            button="Add",
            cancel=cancel,
        )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        again = cleaned.pop("again", False)
        if cleaned.get("kind") and "item" in cleaned and not again:
            same = self.case.needs.unsettled().filter(
                kind=cleaned["kind"], item__iexact=cleaned["item"]
            )
            if known := same.first():
                self.fields["again"].widget = forms.CheckboxInput()
                self.add_error(
                    "again",
                    f"“{known.what}” is among the needs already: "
                    f"{known.get_state_display().lower()}. Tick the box if they need another one.",
                )
        return cleaned


class RewordForm(EditsOfCase, forms.Form):
    item = LineField(
        label="What exactly?",
        help_text="The thing, not the person: a tablet, 20 GB a month, video calls.",
        max_length=60,
        required=False,
    )

    def __init__(self, *args, need: Need, cancel: str, **kwargs):
        super().__init__(*args, record=need, **kwargs)
        self.helper = laid_out(Field.text("item", **WIDE), button="Save", cancel=cancel)

    def written(self, need: Need) -> dict:
        return {"item": need.item}


class MoveNeedForm(forms.Form):
    to = forms.ChoiceField(
        label="How is it now?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is now."},
    )
    reason = forms.ChoiceField(
        label="If it was not met, why?",
        choices=[("", "–"), *NotMetReason.choices],
        required=False,
        widget=forms.Select,
    )
    words = words("Anything to add (optional)")

    def __init__(self, *args, need: Need, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.need = need
        moves = moves_by_hand(need)
        if any(needs_source(need, move) for move in moves):
            self.fields["words"].label = "Anything to add"
            self.fields[
                "words"
            ].help_text = (
                "If it is supplied: where it came from, since it is not from our own store."
            )
        choice_field(self, "to").choices = [(state.value, state.label) for state in moves]
        choice_field(self, "reason").choices = [
            (key, label)
            for key, label in choice_field(self, "reason").choices
            if key != NotMetReason.PASSED_ON
        ]
        reason = [Field.select("reason")] if NeedState.NOT_MET in moves else []
        if not reason:
            del self.fields["reason"]
        self.helper = laid_out(
            Field.radios("to", **SMALL),
            *reason,
            Field.textarea("words", rows=3),
            button="Save",
            cancel=cancel,
        )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("to") == NeedState.NOT_MET and not cleaned.get("reason"):
            self.add_error("reason", "Choose why it could not be met.")
        # Words that are wrong in themselves are not among what is cleaned, and say so already.
        if needs_source(self.need, cleaned.get("to", "")) and cleaned.get("words") == "":
            self.add_error("words", NO_SOURCE)
        return cleaned


class TaskForm(EditsOfCase, forms.Form):
    title = LineField(
        label="What is to be done?",
        max_length=150,
        error_messages={"required": "Enter what is to be done."},
    )
    due_on = DayField(label="By when?", required_message="Enter the day.")
    whose = colleague("Who does it?", "Whoever has the case")

    def __init__(self, *args, case: Case, cancel: str, task: Task | None = None, **kwargs):
        super().__init__(*args, record=task, **kwargs)
        records_field(self, "whose").queryset = caseworkers(case.handled_by_id)
        self.helper = laid_out(
            Field.text("title", **WIDE),
            "due_on",
            Field.select("whose"),
            button="Save",
            cancel=cancel,
        )

    def written(self, task: Task) -> dict:
        return {"title": task.title, "due_on": task.due_on, "whose": task.whose_id}


class WhenWeMeet(EditsOfCase, forms.Form):
    """A day and an hour in London, as the moment they name: `starts_at`."""

    day = DayField(label="Day", required_message="Enter the day.")
    at = HourField(label="At")

    together: tuple[tuple[str, ...], ...] = (("day", "at"),)

    def written(self, appointment: Appointment) -> dict:
        local = timezone.localtime(appointment.starts_at)
        return {
            "day": local.date(),
            "at": f"{local:%H:%M}",
            "place": appointment.place,
            "whose": appointment.whose_id,
        }

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        day, at = cleaned.pop("day", None), cleaned.pop("at", None)
        if day and at:
            try:
                cleaned["starts_at"] = in_london(day, at)
            except NoSuchTime as refusal:
                self.add_error("at", refusal.message)
        if self.left_alone("day", "at"):
            cleaned["starts_at"] = self.record.starts_at
        return cleaned


class AppointmentForm(WhenWeMeet):
    place = LineField(
        label="Where",
        help_text="A place, or “by telephone”.",
        max_length=150,
        error_messages={"required": "Enter where you meet."},
    )
    whose = colleague("With whom?", "Not decided yet")

    def __init__(
        self, *args, case: Case, cancel: str, appointment: Appointment | None = None, **kwargs
    ):
        # A new one is with whoever has the case.
        initial = {} if appointment else {"whose": case.assigned_to_id}
        super().__init__(*args, record=appointment, initial=initial, **kwargs)
        records_field(self, "whose").queryset = caseworkers(case.handled_by_id)
        self.helper = laid_out(
            "day",
            Field.text("at", field_width=Fixed.TEN),
            Field.text("place", **WIDE),
            Field.select("whose"),
            button="Save",
            cancel=cancel,
        )


class SettleForm(forms.Form):
    state = forms.ChoiceField(
        label="Did it take place?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it took place."},
    )
    words = words("What came of it (optional)")

    def __init__(self, *args, appointment: Appointment, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        moves = APPOINTMENT_MOVES[AppointmentState(appointment.state)]
        if not appointment.has_begun:
            moves = moves & {AppointmentState.CANCELLED}
        choice_field(self, "state").choices = [
            (state.value, state.label) for state in AppointmentState if state in moves
        ]
        self.helper = laid_out(
            Field.radios("state", **SMALL),
            Field.textarea("words", rows=3),
            button="Save",
            cancel=cancel,
        )


class DetailsForm(Edits, PersonFields):
    def __init__(self, *args, person: Person, cancel: str, **kwargs):
        super().__init__(*args, record=person, **kwargs)
        self.helper = laid_out(
            Field.text("name", **WIDE),
            "date_of_birth",
            Field.text("phone", field_width=Fixed.TWENTY),
            Field.text("email", **WIDE),
            Field.text("postcode", field_width=Fixed.TEN),
            Field.textarea("address", rows=3),
            Field.radios("contact_by", **SMALL),
            Field.text("contact_notes", **WIDE),
            Field.checkboxes("adjustments", **SMALL),
            Field.textarea("adjustments_words", rows=2),
            button="Save",
            cancel=cancel,
        )

    def written(self, person: Person) -> dict:
        return {name: getattr(person, name) for name in DETAILS}


class MergeForm(forms.Form):
    """Which case the other record belongs to."""

    other = LineField(
        label="Reference of the other case",
        help_text="Of your own organisation, about the same person.",
        max_length=20,
        error_messages={"required": "Enter the reference of the other case."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.text("other", field_width=Fixed.TWENTY), button="Compare", cancel=cancel
        )


class OfferForm(forms.Form):
    to = forms.ModelChoiceField(
        Team.objects.none(),
        label="To which organisation?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the organisation."},
    )
    basis = forms.ChoiceField(
        label="On what ground?",
        choices=TransferBasis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the ground."},
    )
    basis_words = LineField(
        label="How they agreed, or why they need not be asked",
        help_text="For example: agreed by telephone on 4 March.",
        max_length=300,
        error_messages={"required": "Write how they agreed, or why they need not be asked."},
    )
    why = LineField(
        label="Why you offer it",
        help_text="The other organisation reads this before it accepts. Do not name the person.",
        max_length=300,
        error_messages={"required": "Say why you offer it."},
    )
    handover = words(
        "What the new team must know (optional)",
        most=5000,
        help_text="They read it once they have accepted.",
    )

    def __init__(self, *args, case: Case, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        records_field(self, "to").queryset = (
            Team.objects.taking()
            .exclude(organisation=case.handled_by_id)
            .select_related("organisation")
        )
        self.helper = laid_out(
            Field.radios("to", **SMALL),
            Field.radios("basis", **SMALL),
            Field.text("basis_words"),
            Field.text("why"),
            Field.textarea("handover", rows=4),
            button="Offer the case",
            cancel=cancel,
        )
