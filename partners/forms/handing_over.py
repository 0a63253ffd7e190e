"""Who takes over what somebody has in hand who stops: one question for each kind of work."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms_gds.layout import Field
from django import forms
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.fields import DayField, WordsField, choice_field
from diz_portal.layout import laid_inside
from diz_portal.open_work import End
from diz_portal.open_work.selectors import Pile
from diz_portal.open_work.services import NOBODY, STAYS, Decision
from partners.models import Membership
from partners.selectors import leads_of, managers

GOES, SEEN = "goes-", "seen-"
# Of organisations' work, only the partnership's managers decide to whom it goes.
ACROSS = "partners.manage"


class HandoverForm(forms.Form):
    """Built from what is in hand now. What was sent for other numbers is shown, not trusted: the
    service compares what was seen with what is there."""

    reason = WordsField(
        label="Why will work stay? (if any does)",
        required=False,
        max_length=500,
        help_text="The programme managers read this. Do not name anyone who is helped.",
    )
    answers = forms.ChoiceField(
        label="Who is responsible for work that stays?",
        required=False,
        help_text="It will be on their to-do list until it is done.",
    )
    until = DayField(
        label="Last day for its caseworkers to finish and transfer open cases",
        required=False,
        help_text="Until then they can work on open cases, but cannot take new ones. After that "
        "no one can open the cases.",
    )

    def __init__(
        self,
        *args: Any,
        piles: list[Pile],
        by: User,
        until: date | None = None,
        carried: dict[str, str] | None = None,
        **options: Any,
    ):
        super().__init__(*args, **options)
        self.piles = piles
        self.asked = [pile for pile in piles if _may_choose(pile, by)]
        for pile in piles:
            self.fields[f"{SEEN}{pile.name}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=pile.mark
            )
        for pile in self.asked:
            self.fields[f"{GOES}{pile.name}"] = _question(pile, by)
        # Values of the page before, such as the role that was chosen.
        for name, value in (carried or {}).items():
            self.fields[name] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=value
            )
        self.people = _who_may_answer(piles[0].ending if piles else None)
        choice_field(self, "answers").choices = [
            ("", "Select someone"),
            *((person.reference, str(person)) for person in self.people),
        ]
        if until:
            self.fields["until"].initial = until
        else:
            del self.fields["until"]
        self.order_fields([*(f"{GOES}{pile.name}" for pile in self.asked), "until"])
        # The page has the button, and other questions beside these.
        self.helper = laid_inside(*self._layout())

    def _layout(self) -> Iterable[Any]:
        hidden = [name for name, field in self.fields.items() if field.widget.is_hidden]
        choices = [Field.select(f"{GOES}{pile.name}") for pile in self.asked]
        until = ["until"] if "until" in self.fields else []
        why = [Field.textarea("reason", rows=3, max_characters=500), Field.select("answers")]
        return [*hidden, *choices, *until, *(why if self.piles and not self._only_moves else [])]

    @property
    def _only_moves(self) -> bool:
        """Nothing ends by it: what stays stays as it was."""
        return all(pile.ending.what == End.HANDED_OVER for pile in self.piles)

    def clean_until(self) -> date | None:
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError("Enter a date that is today or later")
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self._only_moves:
            return cleaned
        stays = [pile for pile in self.piles if self._chosen(pile) == STAYS]
        if stays and not any(f"{GOES}{pile.name}" in self.errors for pile in self.asked):
            what = ", ".join(map(str, stays))
            if not cleaned.get("reason", "").strip():
                self.add_error("reason", f"Enter why this stays: {what}")
            if not cleaned.get("answers"):
                self.add_error("answers", f"Select who is responsible for what stays: {what}")
        return cleaned

    def _chosen(self, pile: Pile) -> str:
        return self.cleaned_data.get(f"{GOES}{pile.name}") or STAYS

    @property
    def decision(self) -> Decision:
        answers = self.cleaned_data.get("answers")
        return Decision(
            goes={pile.name: self._chosen(pile) for pile in self.piles},
            seen={pile.name: self.cleaned_data[f"{SEEN}{pile.name}"] for pile in self.piles},
            reason=self.cleaned_data.get("reason", ""),
            answers=next((one for one in self.people if one.reference == answers), None),
        )


def _may_choose(pile: Pile, by: User) -> bool:
    if not pile.can_go:
        return False
    if pile.kind.whose == "person" or by.has_perm(ACROSS):
        return bool(pile.candidates or pile.kind.to_nobody)
    return False


def _question(pile: Pile, by: User) -> forms.ChoiceField:
    choices: list[tuple[str, str]] = [("", "Select")]
    if pile.kind.to_nobody:
        choices.append((NOBODY, pile.kind.to_nobody))
    choices += [(key, str(one)) for key, one in pile.candidates]
    choices.append((STAYS, "Leave with the current owner"))
    return forms.ChoiceField(
        label=f"Who will take over {pile}?",
        choices=choices,
        help_text=" ".join(
            [*filter(None, [pile.kind.how]), f"If you leave it: {_small(pile.kind.if_it_stays)}"]
        ),
        error_messages={"required": f"Select who will take over {pile}"},
    )


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _who_may_answer(ending: Any) -> list[User]:
    """Managers, and the leads of the organisation where it goes on working."""
    if ending is None:
        return []
    people = {*managers()}
    if ending.organisation is not None:
        if ending.what == End.SUSPENDED:
            places = Membership.objects.leads().filter(organisation=ending.organisation)
            people |= {one.person for one in places.select_related("person")}
        elif ending.what != End.LEFT:
            people |= {*leads_of(ending.organisation)}
    people.discard(ending.person)
    return sorted(people, key=lambda person: (person.name, person.pk))
