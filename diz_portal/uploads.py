"""What people upload: the one field for it, and what is too large for any form.

Every file that comes in through a form is cleaned by `FileField`: judged first, then scanned for
viruses. The services that keep files ask for the scan again, for whatever did not come through a
form (a command, a program); who has been scanned is not scanned twice. `tests/storage` finds a
field that is not one of these.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.uploadhandler import FileUploadHandler

from diz_portal import scanning, watch
from diz_portal.access import Refusal


class FileField(forms.FileField):
    """A file that somebody chose. What is wrong with it is said beside the field."""

    def judge(self, upload: Any) -> None:
        """Refuse what the field does not take, before the scanner is asked."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            try:
                self.judge(upload)
                scanning.require_clean(upload)
            except Refusal as refusal:
                raise ValidationError(refusal.message, code="refused") from None
        return upload


class RefuseTheHuge(FileUploadHandler):
    """Refused before it is read, with the page for that (413)."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803  Django's name
        if content_length > settings.LARGEST_REQUEST:
            raise RequestDataTooBig("Your file or text is too large")

    def receive_data_chunk(self, raw_data, start):
        watch.progress()
        return raw_data

    def file_complete(self, file_size):
        return None
