import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from diz_portal.documents import guards


@pytest.fixture
def uploader_only(monkeypatch):
    """A guard of the tests' own: only who uploaded a paper reads it."""
    monkeypatch.setitem(
        guards._guards, "tests.uploader", lambda user, document: user == document.uploaded_by
    )


def upload(name, content, size=None):
    file = SimpleUploadedFile("x", content)
    # The name as a hostile client sends it, past what Django already takes away.
    file._name = name
    if size is not None:
        file.size = size
    return file


def package(**parts):
    """A zip archive; keyword names use `__` for a slash and `_dot_` for a dot."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return content.getvalue()


def docx(**more):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
        for name, text in more.items():
            archive.writestr(name, text)
    return content.getvalue()
