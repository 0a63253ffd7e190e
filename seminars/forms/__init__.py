from .public import ChangeForm, ConsentsForm, RegisterForm
from .workspace import (
    CallOffForm,
    CapacityForm,
    DraftForm,
    MoveForm,
    StaffRegisterForm,
    WordsForm,
)
from .writing import MessageForm, StepForm

__all__ = [
    "CallOffForm",
    "CapacityForm",
    "ChangeForm",
    "ConsentsForm",
    "DraftForm",
    "MessageForm",
    "MoveForm",
    "RegisterForm",
    "StaffRegisterForm",
    "StepForm",
    "WordsForm",
]
