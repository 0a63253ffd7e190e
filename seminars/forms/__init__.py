from .public import ChangeForm, RegisterForm
from .workspace import (
    CallOffForm,
    CapacityForm,
    DraftForm,
    MoveForm,
    StaffRegisterForm,
    WordsForm,
)

__all__ = [
    "CallOffForm",
    "CapacityForm",
    "ChangeForm",
    "DraftForm",
    "MoveForm",
    "RegisterForm",
    "StaffRegisterForm",
    "WordsForm",
]
