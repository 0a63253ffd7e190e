from typing import Any

from django import forms

from diz_portal.access import Refusal
from diz_portal.layout import laid_out
from diz_portal.uploads import FileField

from .reading import MOST_BYTES


class TheirFileField(FileField):
    default_error_messages = {
        "required": "Select a file",
        "missing": "Select a file",
        "empty": "The file is empty. Select another file",
        "invalid": "The file did not upload. Select it again",
        "max_length": "The file name is too long. Give it a shorter name",
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": ".json,application/json"}

    def judge(self, upload: Any) -> None:
        if upload.size > MOST_BYTES:
            raise Refusal("The file is larger than 1MB. Select another file")


class FileForm(forms.Form):
    file = TheirFileField(
        label="Their impact figures (JSON)",
        max_length=200,
        help_text="Download impact-figures.json from their open data page, “Impact figures”. You "
        "can check the comparison before you publish it.",
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("file", button="Add partnership", cancel=cancel)
