"""What narrows a list. A value that is not known narrows nothing, and a view says so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet

LONGEST = 100  # characters; nobody types more
MOST_DAYS = 36_500

Choices = Callable[[Any], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Filter:
    """`key` is its name in addresses and in views, and is never changed. `found` narrows the rows:
    what was chosen, and who is asking (`Asking`)."""

    key: str
    label: str
    found: Callable[[QuerySet, str, Any], QuerySet]
    # Words that somebody typed may name a person: they are in no view, no file and no report.
    is_kept: bool = True
    # Asked for less often: on the page it is among “More filters”.
    is_more: bool = False

    def field(self, asking: Any) -> forms.Field:
        raise NotImplementedError

    def words(self, value: str, asking: Any) -> str:
        """What was chosen, in words; None-like where nobody can choose it any more."""
        raise NotImplementedError


@dataclass(frozen=True)
class Choice(Filter):
    """One of several, which may differ from reader to reader."""

    choices: Choices = lambda asking: ()
    any: str = "Any"
    # What is chosen while nobody chooses.
    default: str = ""

    def offered(self, asking: Any) -> dict[str, str]:
        return asking.once(
            f"choices of {self.key}", lambda: {str(k): str(v) for k, v in self.choices(asking)}
        )

    def field(self, asking: Any) -> forms.Field:
        offered = list(self.offered(asking).items())
        return forms.ChoiceField(
            label=self.label,
            required=False,
            choices=offered if self.default else [("", self.any), *offered],
        )

    def words(self, value: str, asking: Any) -> str:
        return self.offered(asking).get(value, "")


@dataclass(frozen=True)
class Words(Filter):
    """What somebody looks for."""

    is_kept: bool = False

    def field(self, asking: Any) -> forms.Field:
        return forms.CharField(label=self.label, required=False, max_length=LONGEST)

    def words(self, value: str, asking: Any) -> str:
        return f"“{value}”"


@dataclass(frozen=True)
class Longer(Filter):
    """For more than so many days."""

    def field(self, asking: Any) -> forms.Field:
        return forms.CharField(
            label=self.label,
            required=False,
            max_length=5,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        )

    def words(self, value: str, asking: Any) -> str:
        days = self.days(value)
        if days is None:
            return ""
        return "1 day" if days == 1 else f"{days:,} days"

    def days(self, value: str) -> int | None:
        number = value.isascii() and value.isdecimal() and len(value) <= 5
        return int(value) if number and int(value) <= MOST_DAYS else None
