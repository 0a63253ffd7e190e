"""What a caseworker writes."""

from crispy_forms_gds.layout import Field, Fixed, Fluid, Size
from django import forms
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.editing import Edits
from diz_portal.fields import DayField, HourField, LineField, choice_field, records_field
from diz_portal.layout import laid_out
from diz_portal.times import NoSuchTime, in_london
from diz_portal.words import clock
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


OF_NEED = "For example, a tablet, 20GB a month or video calls. Do not include personal details."


def colleague(label: str, empty: str) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        User.objects.none(), label=label, required=False, empty_label=empty, widget=forms.Select
    )


class FindForm(forms.Form):
    text = LineField(
        label="Name, phone number, email address, postcode, date of birth or reference",
        help_text="Searches your team’s cases and requests. A full reference also finds other "
        "teams’ cases, and the search is recorded.",
        max_length=100,
        error_messages={"required": "Enter a name, number, address, date or reference"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(Field.text("text", **WIDE), button="Find case or request")


class NoteForm(forms.Form):
    words = words(
        "Note",
        most=5000,
        required=True,
        help_text="The person may ask to read this. Only write what you would say to them.",
        error_messages={"required": "Enter a note"},
    )
    contact = forms.TypedChoiceField(
        label="Type of entry",
        choices=[("", "Note only"), ("yes", "Contact with the person")],
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
            button="Add note",
            cancel=cancel,
            is_main=False,
        )
        self.helper.form_action = action


class WordsForm(forms.Form):
    """One box of text that must be filled in."""

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

    close_anyway = forms.BooleanField(
        label="Close anyway",
        error_messages={
            "required": "Complete the open tasks and appointments, or select “Close anyway”"
        },
    )

    def __init__(self, *args, asks: bool, cancel: str, **kwargs):
        super().__init__(
            *args,
            label="Outcome",
            hint=(
                "For colleagues who read this case later. A referrer will only be told that the "
                "referral is completed."
            ),
            must="Enter the outcome",
            button="Close case",
            cancel=cancel,
            **kwargs,
        )
        if asks:
            self.fields[
                "close_anyway"
            ].help_text = (
                "Upcoming appointments will be cancelled. Tasks will stay on the case as not done."
            )
            self.helper.layout.fields.insert(1, "close_anyway")
        else:
            del self.fields["close_anyway"]


class AssignForm(EditsCase, forms.Form):
    to = colleague("Caseworker", "Unassigned")

    def __init__(self, *args, case: Case, cancel: str, **kwargs):
        super().__init__(*args, record=case, **kwargs)
        records_field(self, "to").queryset = caseworkers(case.handled_by_id)
        self.helper = laid_out(Field.select("to"), button="Change caseworker", cancel=cancel)

    def written(self, case: Case) -> dict:
        return {"to": case.assigned_to_id}


class UrgencyForm(EditsCase, forms.Form):
    urgency = forms.ChoiceField(
        label="How urgent is it?", choices=Urgency.choices, widget=forms.RadioSelect
    )
    target_on = DayField(label="Target date", required_message="Enter the target date")
    why = words(
        "Reason for change",
        required=True,
        error_messages={"required": "Enter a reason for the change"},
    )

    def __init__(self, *args, case: Case, cancel: str, **kwargs):
        super().__init__(*args, record=case, **kwargs)
        self.helper = laid_out(
            Field.radios("urgency", **SMALL),
            "target_on",
            Field.textarea("why", rows=2),
            button="Change urgency or date",
            cancel=cancel,
        )

    def written(self, case: Case) -> dict:
        return {"urgency": case.urgency, "target_on": case.target_on}


class NeedForm(forms.Form):
    kind = forms.ChoiceField(
        label="What do they need?",
        choices=NeedKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what they need"},
    )
    item = LineField(
        label="Details (optional)",
        help_text=OF_NEED,
        max_length=60,
        required=False,
    )

    again = forms.BooleanField(
        label="They need another one", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, case: Case, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.helper = laid_out(
            Field.radios("kind", **SMALL),
            Field.text("item", **WIDE),
            "again",
            button="Add need",
            cancel=cancel,
        )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        again = cleaned.pop("again", False)
        if cleaned.get("kind") and "item" in cleaned and not again:
            same = self.case.needs.unresolved().filter(
                kind=cleaned["kind"], item__iexact=cleaned["item"]
            )
            if known := same.first():
                self.fields["again"].widget = forms.CheckboxInput()
                self.add_error(
                    "again",
                    f"“{known.what}” is already a need of this case, with the status "
                    f"“{known.get_state_display().lower()}”. Select the box if they need another "
                    "one",
                )
        return cleaned


class RewordForm(EditsOfCase, forms.Form):
    item = LineField(
        label="Details",
        help_text=OF_NEED,
        max_length=60,
        required=False,
    )

    def __init__(self, *args, need: Need, cancel: str, **kwargs):
        super().__init__(*args, record=need, **kwargs)
        self.helper = laid_out(Field.text("item", **WIDE), button="Save need", cancel=cancel)

    def written(self, need: Need) -> dict:
        return {"item": need.item}


class MoveNeedForm(forms.Form):
    to = forms.ChoiceField(
        label="New status",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a new status"},
    )
    reason = forms.ChoiceField(
        label="Reason (if not met)",
        choices=[("", "–"), *NotMetReason.choices],
        required=False,
        widget=forms.Select,
    )
    words = words("Note (optional)")

    def __init__(self, *args, need: Need, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.need = need
        moves = moves_by_hand(need)
        if any(needs_source(need, move) for move in moves):
            self.fields["words"].label = "Note"
            self.fields[
                "words"
            ].help_text = "If it was supplied from outside our stock, say where it came from."
        choice_field(self, "to").choices = [(state.value, state.label) for state in moves]
        choice_field(self, "reason").choices = [
            (key, label)
            for key, label in choice_field(self, "reason").choices
            if key != NotMetReason.TRANSFERRED
        ]
        reason = [Field.select("reason")] if NeedState.NOT_MET in moves else []
        if not reason:
            del self.fields["reason"]
        self.helper = laid_out(
            Field.radios("to", **SMALL),
            *reason,
            Field.textarea("words", rows=3),
            button="Update status",
            cancel=cancel,
        )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("to") == NeedState.NOT_MET and not cleaned.get("reason"):
            self.add_error("reason", "Select why the need was not met")
        # A note that is wrong in itself is not among what is cleaned, and has its error already.
        if needs_source(self.need, cleaned.get("to", "")) and cleaned.get("words") == "":
            self.add_error("words", NO_SOURCE)
        return cleaned


class TaskForm(EditsOfCase, forms.Form):
    title = LineField(
        label="Task",
        max_length=150,
        error_messages={"required": "Enter the task"},
    )
    due_on = DayField(label="Due date", required_message="Enter the due date")
    whose = colleague("Assigned to", "The case’s caseworker")

    def __init__(self, *args, case: Case, cancel: str, task: Task | None = None, **kwargs):
        super().__init__(*args, record=task, **kwargs)
        records_field(self, "whose").queryset = caseworkers(case.handled_by_id)
        self.helper = laid_out(
            Field.text("title", **WIDE),
            "due_on",
            Field.select("whose"),
            button="Save task" if task else "Add task",
            cancel=cancel,
        )

    def written(self, task: Task) -> dict:
        return {"title": task.title, "due_on": task.due_on, "whose": task.whose_id}


class WhenWeMeet(EditsOfCase, forms.Form):
    """A day and an hour in London, as the moment they name: `starts_at`."""

    day = DayField(label="Date", required_message="Enter the date")
    at = HourField(label="Start time")

    together: tuple[tuple[str, ...], ...] = (("day", "at"),)

    def written(self, appointment: Appointment) -> dict:
        local = timezone.localtime(appointment.starts_at)
        return {
            "day": local.date(),
            "at": clock(local.time()),
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
        help_text="A place, or “by phone”.",
        max_length=150,
        error_messages={"required": "Enter where you will meet"},
    )
    whose = colleague("With", "Not decided yet")

    def __init__(
        self, *args, case: Case, cancel: str, appointment: Appointment | None = None, **kwargs
    ):
        # A new one is with the case's caseworker.
        initial = {} if appointment else {"whose": case.assigned_to_id}
        super().__init__(*args, record=appointment, initial=initial, **kwargs)
        records_field(self, "whose").queryset = caseworkers(case.handled_by_id)
        self.helper = laid_out(
            "day",
            Field.text("at", field_width=Fixed.TEN),
            Field.text("place", **WIDE),
            Field.select("whose"),
            button="Change appointment" if appointment else "Book appointment",
            cancel=cancel,
        )


class OutcomeForm(forms.Form):
    state = forms.ChoiceField(
        label="Did they attend?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they attended"},
    )
    words = words("Note (optional)")

    def __init__(self, *args, appointment: Appointment, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        moves = APPOINTMENT_MOVES[AppointmentState(appointment.state)]
        button = "Record outcome"
        if not appointment.has_begun:
            # It can be cancelled, and nothing else: there is nothing to choose.
            moves, button = moves & {AppointmentState.CANCELLED}, "Cancel appointment"
            self.fields["state"].initial = AppointmentState.CANCELLED
            self.fields["state"].widget = forms.HiddenInput()
        choice_field(self, "state").choices = [
            (state.value, state.label) for state in AppointmentState if state in moves
        ]
        self.helper = laid_out(
            Field.radios("state", **SMALL) if appointment.has_begun else "state",
            Field.textarea("words", rows=3),
            button=button,
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
            button="Save details",
            cancel=cancel,
        )

    def written(self, person: Person) -> dict:
        return {name: getattr(person, name) for name in DETAILS}


class MergeForm(forms.Form):
    """Which case the other record belongs to."""

    other = LineField(
        label="Reference of the other case",
        help_text="A case of your own organisation about the same person.",
        max_length=20,
        error_messages={"required": "Enter the reference of the other case"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.text("other", field_width=Fixed.TWENTY), button="Compare records", cancel=cancel
        )


class TransferForm(forms.Form):
    to = forms.ModelChoiceField(
        Team.objects.none(),
        label="Which organisation?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Select an organisation"},
    )
    basis = forms.ChoiceField(
        label="Lawful basis",
        choices=TransferBasis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a lawful basis"},
    )
    basis_words = LineField(
        label="How they agreed, or why consent is not needed",
        help_text="For example, agreed by phone on 4 March 2026.",
        max_length=300,
        error_messages={"required": "Enter how they agreed, or why consent is not needed"},
    )
    why = LineField(
        label="Reason for transfer",
        help_text="The other organisation will see this before it accepts. Do not name the person.",
        max_length=300,
        error_messages={"required": "Enter a reason for the transfer"},
    )
    handover = words(
        "Handover note (optional)",
        most=5000,
        help_text="What the new team needs to know. They will only see it if they accept.",
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
            button="Offer transfer",
            cancel=cancel,
        )
