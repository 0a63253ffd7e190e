"""How a donor is to send the mobile data that they have pledged."""

from crispy_forms_gds.layout import Field
from django import forms

from diz_portal.editing import Edits
from diz_portal.fields import WordsField
from diz_portal.layout import laid_out
from inclusion.databank.models import DataPledge, PledgeKind

# What there is to say differs by what was pledged.
HINTS = {
    PledgeKind.GIFT_CODE: "For example, where to send the gift code.",
    PledgeKind.VOUCHER: "For example, which voucher to buy and where to send its code.",
    PledgeKind.SIM: "For example, where to bring or post the SIM card. It must have no PIN.",
    PledgeKind.BULK: "For example, who will contact them and where to deliver what they donate.",
}
LONGEST = 500


class PledgeAnswerForm(Edits, forms.Form):
    words = WordsField(
        label="How should they send it?",
        max_length=LONGEST,
        error_messages={"required": "Enter how to send the mobile data"},
    )

    def __init__(self, *args, pledge: DataPledge, button: str, cancel: str, **kwargs):
        super().__init__(*args, record=pledge, **kwargs)
        self.fields["words"].help_text = HINTS[PledgeKind(pledge.kind)]
        self.helper = laid_out(Field.textarea("words", rows=5), button=button, cancel=cancel)

    def written(self, pledge: DataPledge) -> dict:
        return {"words": pledge.words}
