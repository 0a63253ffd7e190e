from typing import Any

from django import forms

from diz_portal.uploads import FileField

from .inspection import ACCEPT, ALLOWED, inspect


class DocumentField(FileField):
    """A file that has been looked at: what is wrong with it is said beside the field."""

    default_error_messages = {
        "required": "Select a file",
        "missing": "Select a file",
        "empty": "The file is empty. Select another file",
        "invalid": "The file did not upload. Select it again",
        "contradiction": "Select a file or select the box to remove it, not both",
    }

    def __init__(self, **options: Any):
        options.setdefault("label", "Document")
        options.setdefault("help_text", f"{ALLOWED}, up to 10MB")
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": ACCEPT}

    def judge(self, upload: Any) -> None:
        inspect(upload)
