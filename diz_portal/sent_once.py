"""A form that is sent twice is kept once: a double click, a page sent again, a line that broke.

The page carries a mark (`attempt`), new each time it is opened; the record keeps it. Who sends the
same once more gets the record of the first time. Who sends something else from the same page is
told so: nothing that somebody typed is dropped without a word.

    class OfferForm(SentOnce, forms.Form): ...

    @transaction.atomic
    def offer(*, attempt="", **details):
        if known := sent_before(Donation, attempt, "offer", **details):
            return known
        return Donation.objects.create(attempt=attempt, **details)
"""

from typing import Any, TypeVar

from django import forms
from django.db.models import Model

from .access import Refusal
from .locks import one_at_a_time
from .references import is_reference, new_reference

M = TypeVar("M", bound=Model)


class UsedAlready(Refusal):
    message = (
        "You have already sent this form with different answers. Check before you send another"
    )


class SentOnce(forms.Form):
    """A form whose page has a mark; a layout names it as `attempt`."""

    attempt = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["attempt"].initial = new_reference()

    def clean_attempt(self) -> str:
        """The mark, where it is one of ours; without it a form is still taken."""
        attempt = self.cleaned_data["attempt"]
        return attempt if is_reference(attempt) else ""


def sent_before(model: type[M], attempt: str, what: str, /, **said: Any) -> M | None:
    """The record made of this very form, or nothing when it comes for the first time.

    `what` is what we call the record, and `said` what it was made of. Whoever sends the same form
    at the same moment waits here, and then finds it sent.
    """
    if not attempt:
        return None
    one_at_a_time(attempt)
    records: Any = model._default_manager
    known = records.filter(attempt=attempt).first()
    if known is not None and not is_the_same(known, **said):
        raise UsedAlready(
            f"You have already sent this form ({what} {known.reference}). Start a new one for "
            f"another {what}"
        )
    return known


def is_the_same(record: Model, /, **said: Any) -> bool:
    """Whether what is said now is what the record was made of."""
    return all(getattr(record, name) == value for name, value in said.items())
