from .afterwards import FeedbackForm, FileForm, LinkForm
from .organising import CopyForm, SeriesForm, WalkInForm
from .public import ChangeForm, ConsentsForm, RegisterForm
from .workspace import (
    CallOffForm,
    CapacityForm,
    ContactForm,
    DraftForm,
    MoveForm,
    StaffChangeForm,
    StaffRegisterForm,
    WordsForm,
)
from .writing import MessageForm, StepForm

__all__ = [
    "CallOffForm",
    "CapacityForm",
    "ChangeForm",
    "ConsentsForm",
    "ContactForm",
    "CopyForm",
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
