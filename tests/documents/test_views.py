import pytest
from django import forms
from django.urls import reverse

from diz_portal.documents import guards
from diz_portal.documents.forms import DocumentField
from tests.factories.accounts import UserFactory
from tests.factories.documents import CONTENT, DocumentFactory

from .conftest import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploader_only", "storage")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def address(document):
    return reverse("documents:download", args=[document.reference])


def test_download_hands_over_the_file_and_lets_nothing_run(client):
    document = DocumentFactory(original_name="Cytundeb Ŵ.pdf")
    client.force_login(document.uploaded_by, BACKEND)

    response = client.get(address(document))

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == CONTENT
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert {"private", "no-store"} <= set(response["Cache-Control"].replace(" ", "").split(","))


def test_download_is_unknown_to_everybody_else(client):
    document = DocumentFactory()
    client.force_login(UserFactory(), BACKEND)

    assert client.get(address(document)).status_code == 404
    assert client.get(reverse("documents:download", args=["2345678923"])).status_code == 404


def test_download_asks_strangers_to_sign_in(client):
    response = client.get(address(DocumentFactory()))

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_download_is_unknown_when_its_guard_is_gone(client, monkeypatch):
    document = DocumentFactory()
    client.force_login(document.uploaded_by, BACKEND)
    monkeypatch.delitem(guards._guards, "tests.uploader")

    assert client.get(address(document)).status_code == 404


def test_download_is_unknown_when_the_file_is_lost(client, caplog):
    document = DocumentFactory()
    document.file.storage.delete(document.file.name)
    client.force_login(document.uploaded_by, BACKEND)

    assert client.get(address(document)).status_code == 404
    assert document.reference in caplog.text


def test_download_changes_nothing(client):
    document = DocumentFactory()
    client.force_login(document.uploaded_by, BACKEND)

    assert client.post(address(document)).status_code == 405


class PaperForm(forms.Form):
    paper = DocumentField()


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ({}, "Select a file"),
        ({"paper": upload("a.pdf", b"")}, "The file is empty. Select another file"),
        (
            {"paper": upload("a.pdf", b"<html>")},
            "You cannot upload web pages, drawings or scripts. Save it as a PDF and upload that",
        ),
    ],
)
def test_field_says_what_is_wrong_beside_itself(files, error):
    assert PaperForm({}, files).errors == {"paper": [error]}


def test_field_hands_on_a_good_file_from_its_beginning():
    form = PaperForm({}, {"paper": upload("a.pdf", CONTENT)})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["paper"].read() == CONTENT


def test_field_tells_the_browser_what_to_offer():
    assert 'accept=".pdf,.docx' in str(PaperForm()["paper"])
