"""What a caseworker writes about learning, and what anybody answers about what they can do."""

from datetime import timedelta

from crispy_forms_gds.layout import Div, Field, Fixed, Fluid, Size
from django import forms
from django.utils import timezone

from diz_portal.editing import Edits
from diz_portal.fields import LineField, choice_field, records_field
from diz_portal.layout import laid_out
from inclusion.cases.forms.cases import WhenWeMeet, colleague
from inclusion.cases.forms.editing import EditsOfCase
from inclusion.cases.forms.fields import words
from inclusion.cases.models import (
    APPOINTMENT_MOVES,
    Appointment,
    AppointmentState,
    Case,
    SessionWay,
)
from inclusion.cases.selectors.cases import caseworkers
from inclusion.learning.models import AnsweredBy, Assessment, CanDo, LearningPath, Statement

SMALL = {"legend_size": Size.SMALL}
WIDE = {"field_width": Fluid.TWO_THIRDS}
LENGTHS = [(15, "15 minutes"), (30, "30 minutes"), (45, "45 minutes"), (60, "1 hour")]
LENGTHS += [(90, "1 hour 30 minutes"), (120, "2 hours"), (180, "3 hours")]
SURE = [
    (1, "1 – not confident"),
    (2, "2"),
    (3, "3 – fairly confident"),
    (4, "4"),
    (5, "5 – very confident"),
]


class SessionForm(WhenWeMeet):
    together = (("day", "at", "minutes"), ("way", "place"))

    minutes = forms.TypedChoiceField(
        label="How long is the session?",
        choices=LENGTHS,
        coerce=int,
        initial=60,
        widget=forms.Select,
        error_messages={"required": "Select how long the session is"},
    )
    way = forms.ChoiceField(
        label="How will you meet?",
        choices=SessionWay.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you will meet"},
    )
    place = LineField(
        label="Where",
        help_text="The place, the number to call or the link. It is in the reminder.",
        max_length=150,
        error_messages={"required": "Enter where you will meet, the number or the link"},
    )
    whose = colleague("Which digital champion?", "Select a digital champion")

    def __init__(
        self, *args, case: Case, cancel: str, session: Appointment | None = None, **kwargs
    ):
        initial = {} if session else {"whose": case.assigned_to_id}
        super().__init__(*args, record=session, initial=initial, **kwargs)
        records_field(self, "whose").queryset = caseworkers(case.handled_by_id)
        self.fields["whose"].required = True
        self.fields["whose"].error_messages["required"] = "Select the digital champion"
        self.helper = laid_out(
            "day",
            Field.text("at", field_width=Fixed.TEN),
            Field.select("minutes"),
            Field.radios("way", **SMALL),
            Field.text("place", **WIDE),
            Field.select("whose"),
            button="Save session" if session else "Book session",
            cancel=cancel,
        )

    def written(self, session: Appointment) -> dict:
        return {**super().written(session), "minutes": session.minutes, "way": session.way}

    def clean(self):
        cleaned = super().clean()
        moment = cleaned.get("starts_at")
        if moment and moment > timezone.now() + timedelta(days=366):
            self.add_error("day", "Check the year: this is more than a year away")
        return cleaned


class SettleSessionForm(EditsOfCase, forms.Form):
    state = forms.ChoiceField(
        label="Did they attend?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they attended"},
    )
    practised = words("What did you practise? (optional)", most=1000)
    words = words("Notes (optional)")

    NAMES = {
        AppointmentState.ATTENDED: "Attended",
        AppointmentState.NOT_ATTENDED: "Did not attend",
        AppointmentState.CANCELLED: "Cancelled",
    }

    def __init__(self, *args, session: Appointment, cancel: str, **kwargs):
        super().__init__(*args, record=session if session.has_begun else None, **kwargs)
        moves = APPOINTMENT_MOVES[AppointmentState(session.state)]
        if not session.has_begun:
            moves = moves & {AppointmentState.CANCELLED}
        choice_field(self, "state").choices = [
            (state.value, name) for state, name in self.NAMES.items() if state in moves
        ]
        asked = [Field.textarea("practised", rows=2)]
        if not session.has_begun:
            del self.fields["practised"]
            asked = []
        self.helper = laid_out(
            Field.radios("state", **SMALL),
            *asked,
            Field.textarea("words", rows=3),
            button="Save attendance" if session.has_begun else "Cancel session",
            cancel=cancel,
        )

    def written(self, session: Appointment) -> dict:
        return {"practised": session.practised}


class PathForm(forms.Form):
    path = forms.ModelChoiceField(
        LearningPath.objects.none(),
        label="Which lessons?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the lessons"},
    )

    def __init__(self, *args, paths, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        records_field(self, "path").queryset = paths
        self.helper = laid_out(Field.radios("path", **SMALL), button="Send lessons", cancel=cancel)


class WitnessForm(forms.Form):
    answered_by = forms.ChoiceField(
        label="Who is answering?",
        choices=[
            (AnsweredBy.SELF, "The person answers, and I record it"),
            (AnsweredBy.OBSERVED, "I answer from what I have seen them do"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select who is answering"},
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.radios("answered_by", **SMALL), button="Start skills check", cancel=cancel
        )


class AreaForm(Edits, forms.Form):
    """The statements of one area, and how sure somebody feels about it."""

    confidence = forms.TypedChoiceField(
        label="How confident do you feel? (optional)",
        choices=SURE,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args, assessment: Assessment, area: str, statements: list[Statement], **kwargs
    ):
        self.area, self.statements = area, statements
        super().__init__(*args, record=assessment, **kwargs)
        # Numbered, so that each error is short and says which.
        for number, one in enumerate(statements, 1):
            self.fields[self.field_of(one)] = forms.ChoiceField(
                label=f"{number}. {one.words}",
                choices=CanDo.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Select an answer for number {number}"},
            )
        self.helper = laid_out(
            Div(
                *(
                    Field.radios(self.field_of(one), inline=True, small=True, **SMALL)
                    for one in statements
                ),
                css_class="app-answers",
            ),
            Field.radios("confidence", inline=True, small=True, **SMALL),
            button="Continue",
        )

    def written(self, assessment: Assessment) -> dict:
        given = dict(assessment.answers.values_list("statement", "can_do"))
        sure = assessment.confidences.filter(area=self.area).values_list("level", flat=True)
        answers = {self.field_of(one): given.get(one.pk) for one in self.statements}
        return {**answers, "confidence": sure.first()}

    @staticmethod
    def field_of(statement: Statement) -> str:
        return f"s{statement.number}"

    def answers(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data[self.field_of(one)] for one in self.statements}
