"""What is too large for any form is refused before it is read, with the page for that (413)."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from diz_portal import watch


class RefuseTheHuge(FileUploadHandler):
    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803  Django's name
        if content_length > settings.LARGEST_REQUEST:
            raise RequestDataTooBig("Your file or text is too large")

    def receive_data_chunk(self, raw_data, start):
        watch.progress()
        return raw_data

    def file_complete(self, file_size):
        return None
