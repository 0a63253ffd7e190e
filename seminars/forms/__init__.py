from seminars.forms.afterwards import FeedbackForm, FileForm, LinkForm
from seminars.forms.organising import CopyForm, SeriesForm, WalkInForm
from seminars.forms.public import ChangeForm, ConsentsForm, CorrectForm, RegisterForm
from seminars.forms.workspace import (
    CallOffForm,
    CapacityForm,
    ContactForm,
    DraftForm,
    MoveForm,
    StaffChangeForm,
    StaffRegisterForm,
    WordsForm,
)
from seminars.forms.writing import MessageForm, StepForm

__all__ = [
    "CallOffForm",
    "CapacityForm",
    "ChangeForm",
    "ConsentsForm",
    "ContactForm",
    "CopyForm",
    "CorrectForm",
    "DraftForm",
    "FeedbackForm",
    "FileForm",
    "LinkForm",
    "MessageForm",
    "MoveForm",
    "RegisterForm",
    "SeriesForm",
    "StaffChangeForm",
    "StaffRegisterForm",
    "StepForm",
    "WalkInForm",
    "WordsForm",
]
