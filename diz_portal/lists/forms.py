"""What a view is called, and whom it is shared with."""

from typing import Any

from django import forms

from diz_portal.editing import Edits
from diz_portal.fields import NameField, choice_field
from diz_portal.layout import laid_out

from .models import SavedView, Shared
from .registry import organisations_of

LONGEST_NAME = 120
OF = "organisation:"


class ViewForm(Edits, forms.Form):
    name = NameField(
        label="Name of the view",
        help_text="For example, “Waiting for more than 60 days”. Do not name a resident.",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter a name for the view"},
    )
    whom = forms.ChoiceField(
        label="Who can open it?",
        help_text="Each person sees only the rows that they have access to.",
        widget=forms.RadioSelect,
        initial=Shared.OWN,
        error_messages={"required": "Select who can open the view"},
    )

    def __init__(
        self, *args: Any, user: Any, view: SavedView | None = None, cancel: str, **kwargs: Any
    ):
        super().__init__(*args, record=view, **kwargs)
        self.mine = {str(one.pk): one for one in organisations_of(user)}
        theirs = view.organisation if view else None
        if theirs and str(theirs.pk) not in self.mine:
            # A colleague who has left shared it: it may stay as it is.
            self.mine[str(theirs.pk)] = theirs
        choices = [(Shared.OWN.value, "Only me" if not view else "Only its owner")]
        choices += [(f"{OF}{pk}", f"Everyone at {one}") for pk, one in self.mine.items()]
        if user.has_perm("lists.share_with_everyone"):
            choices.append((Shared.EVERYONE.value, Shared.EVERYONE.label))
        choice_field(self, "whom").choices = choices
        self.helper = laid_out(
            "name", "whom", button="Save view" if not view else "Save changes", cancel=cancel
        )

    def written(self, record: SavedView) -> dict[str, Any]:
        shared = record.shared
        if shared == Shared.ORGANISATION:
            shared = f"{OF}{record.organisation_id}"
        return {"name": record.name, "whom": shared}

    def answers(self) -> dict[str, Any]:
        """As the services take them."""
        whom = self.cleaned_data["whom"]
        organisation = self.mine.get(whom.removeprefix(OF))
        shared = Shared.ORGANISATION if organisation else Shared(whom)
        return {
            "name": self.cleaned_data["name"],
            "shared": shared,
            "organisation": organisation,
        }
