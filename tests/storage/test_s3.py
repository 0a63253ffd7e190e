"""A server of files that refuses, is slow, or vanishes: a sentence, and nothing half-written."""

import time

import pytest
from botocore.exceptions import ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from diz_portal import documents, health, scanning, storage, watch
from diz_portal.access import Refusal
from diz_portal.documents import guards
from diz_portal.documents.models import Document
from diz_portal.operations import selectors
from diz_portal.outbox import sent_log
from diz_portal.privacy import journal
from diz_portal.storage import StorageAway, checks, s3
from tests.factories.accounts import UserFactory
from tests.factories.documents import CONTENT, DocumentFactory
from tests.factories.outbox import MessageFactory
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory

pytestmark = pytest.mark.usefixtures("on_s3")
LARGE = b"0123456789abcdef" * (1 << 16)  # 1MB
VAST = LARGE * 16  # more than lies on the line
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def guard(monkeypatch):
    monkeypatch.setitem(guards._guards, "tests.uploader", lambda user, one: user == one.uploaded_by)


def refuse(monkeypatch):
    """As with a wrong key: the server says 403 to everything."""

    def forbidden(*_, **__):
        said = {"Error": {"Code": "403"}, "ResponseMetadata": {"HTTPStatusCode": 403}}
        raise ClientError(said, "PutObject")

    monkeypatch.setattr(default_storage.client, "_make_api_call", forbidden)


def test_objects_are_encrypted_and_of_no_type_that_a_browser_shows(on_s3):
    upload = SimpleUploadedFile("a.html", b"<script>", content_type="text/html")
    name = default_storage.save("one", upload)

    told = default_storage.client.head_object(Bucket=on_s3, Key=f"files/{name}")

    assert told["ServerSideEncryption"] == "AES256"
    assert told["ContentType"] == "application/octet-stream"


def test_a_bucket_may_be_the_whole_place(on_s3):
    place = storage.at(f"s3://{on_s3}")

    name = place.save("one/two", ContentFile(b"1"))

    assert list(storage.names(place)) == [name]
    assert default_storage.listdir("") == ([], []), "that is a folder beside"


def test_no_address_of_an_object_is_given_to_anybody():
    name = default_storage.save("one", ContentFile(b"1"))

    with pytest.raises(ValueError, match="never by an address"):
        default_storage.url(name)


def test_large_objects_go_in_parts_whole_or_not_at_all(on_s3, monkeypatch, line):
    monkeypatch.setattr(s3, "ONE_REQUEST", 5 << 20)
    monkeypatch.setattr(s3, "PART", 5 << 20)
    place = storage.at(f"s3://{on_s3}/parts")
    place.save("large", ContentFile(VAST))
    with place.open("large") as file:
        assert file.read() == VAST
    assert place.client.head_object(**place.where("large"))["ServerSideEncryption"] == "AES256"

    class Breaks(ContentFile):
        def read(self, size=-1):
            if self.tell() > 9 << 20:
                line.cut()
            return super().read(size)

    with pytest.raises(StorageAway):
        place.save("other", Breaks(VAST))
    line.mend()
    assert list(storage.names(place)) == ["large"]


ASKED = {
    "save": lambda: default_storage.save("two", ContentFile(b"2")),
    "open": lambda: default_storage.open("one"),
    "exists": lambda: default_storage.exists("one"),
    "delete": lambda: default_storage.delete("one"),
    "listdir": lambda: default_storage.listdir(""),
    "size": lambda: default_storage.size("one"),
    "modified": lambda: default_storage.get_modified_time("one"),
}


def test_a_server_that_is_away_is_said_whatever_is_asked(line):
    line.cut()

    for asks in ASKED.values():
        with pytest.raises(StorageAway) as told:
            asks()
        assert isinstance(told.value, OSError)
        assert isinstance(told.value, Refusal)


def test_whoever_asks_how_it_is_does_not_wait_for_a_server_that_hangs(line, monkeypatch):
    monkeypatch.setattr(storage, "ANSWERED_WITHIN", 0.2)
    line.hang()
    began = time.monotonic()

    assert not any(storage.takes_writes(default_storage) for _ in range(5))

    assert time.monotonic() - began < s3.ANSWERS_WITHIN
    line.mend()
    storage.asked.forget()
    assert storage.takes_writes(default_storage)


@pytest.mark.parametrize("patience", [0.3], indirect=True)
@pytest.mark.parametrize("asks", ["save", "open"])
def test_a_server_that_hangs_is_given_up_within_seconds(patience, line, asks):
    line.hang()
    began = time.monotonic()

    with pytest.raises(StorageAway):
        ASKED[asks]()

    assert time.monotonic() - began < 10 * s3.TRIES * 0.3


def test_a_slow_server_is_waited_for(line):
    line.slow(0.3)

    name = default_storage.save("one", ContentFile(LARGE))

    with default_storage.open(name) as file:
        assert file.read() == LARGE


def test_a_download_that_breaks_off_goes_on_where_it_was(line):
    name = default_storage.save("one", ContentFile(VAST))

    with default_storage.open(name) as file:
        begun = file.read(1000)
        line.cut()
        time.sleep(0.3)
        line.mend()

        assert begun + file.read() == VAST


def test_a_download_never_ends_early_as_if_it_were_whole(line):
    name = default_storage.save("one", ContentFile(VAST))

    with default_storage.open(name) as file:
        file.read(1000)
        line.cut()

        with pytest.raises(StorageAway):
            file.read()


def test_a_download_does_not_go_on_with_another_object():
    name = default_storage.save("one", ContentFile(LARGE))

    with default_storage.open(name) as file:
        file.read(1000)
        default_storage.put(name, LARGE[::-1])
        file.seek(900_000)

        with pytest.raises(StorageAway):
            file.read()


def test_a_transfer_that_moves_is_not_taken_for_stuck(monkeypatch):
    told = []
    monkeypatch.setattr(watch, "progress", lambda: told.append(1))

    name = default_storage.save("one", ContentFile(LARGE))
    sent = len(told)
    with default_storage.open(name) as file:
        file.read()

    assert sent
    assert len(told) > sent + 2


# What people see ------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["cut", "refuses"])
def test_an_upload_is_refused_with_a_sentence_and_leaves_nothing(line, guard, monkeypatch, fault):
    refuse(monkeypatch) if fault == "refuses" else line.cut()
    upload = SimpleUploadedFile("agreement.pdf", CONTENT)

    with pytest.raises(Refusal, match="Nothing was saved"):
        documents.store(upload=upload, title="A", guard="tests.uploader", by=UserFactory())

    assert not Document.objects.exists()
    monkeypatch.undo()
    line.mend()
    assert list(storage.names(default_storage)) == []


@pytest.mark.django_db
def test_a_paper_uploaded_here_is_read_on_another_host(client, guard, on_s3):
    by = UserFactory()
    paper = documents.store(
        upload=SimpleUploadedFile("agreement.pdf", CONTENT),
        title="A",
        guard="tests.uploader",
        by=by,
    )
    # The other host has the same configuration and nothing else.
    s3._connections._begin_anew()
    address = reverse("documents:download", args=[paper.reference])

    client.force_login(by, BACKEND)
    response = client.get(address)

    assert b"".join(response.streaming_content) == CONTENT
    assert int(response["Content-Length"]) == len(CONTENT)
    assert "Location" not in response
    assert "127.0.0.1" not in str(response.headers)
    client.force_login(UserFactory(), BACKEND)
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_download_says_that_the_service_is_away(client, guard, line):
    paper = DocumentFactory()
    client.force_login(paper.uploaded_by, BACKEND)
    client.raise_request_exception = False
    line.cut()

    response = client.get(reverse("documents:download", args=[paper.reference]))

    assert response.status_code == 503
    assert "try again in a few minutes" in response.content.decode()


@pytest.mark.django_db
def test_nobody_is_erased_while_the_journal_is_away(line):
    line.cut()

    with pytest.raises(journal.NotWritten, match="Nothing has been erased"):
        journal.intend("registration", "r1")


@pytest.mark.django_db
def test_a_message_goes_while_the_journal_is_away(line):
    line.cut()

    sent_log.note(MessageFactory(), timezone.now())

    assert not sent_log.can_be_written()


@pytest.mark.django_db
def test_a_server_that_is_away_is_told_and_takes_no_host_out_of_service(client, line):
    health.kept.forget()
    line.cut()

    told = client.get("/readyz").json()

    assert not told["files"]
    assert "The S3 server is not responding" in told["warnings"]["files"]
    assert "journal" in told["warnings"]
    assert told["ready"] == all(told[part] for part in ("database", "threads", "space"))
    health.kept.forget()


def test_check_before_going_live_asks_every_place(line, settings, tmp_path):
    settings.OBJECT_STORAGE |= {"endpoint_url": "https://s3.example"}
    assert checks.places_answer(None) == []

    settings.OBJECT_STORAGE |= {"endpoint_url": "http://s3.example"}
    settings.CLAMD = str(tmp_path / "nobody")
    scanning.forget()
    line.cut()

    told = checks.places_answer(None)

    assert [one.id for one in told] == [
        "storage.E001",
        "storage.E001",
        "storage.W001",
        "storage.E002",
    ]
    assert "Nothing can be written to FILES_URL (s3://portal-" in told[0].msg
    scanning.forget()


@pytest.mark.django_db
def test_operations_say_what_is_away_and_what_to_do(line):
    line.cut()
    told = {one.thing: one for one in selectors.lines()}
    assert "Check the S3 server" in told["Uploaded files"].to_do
    assert "s3://" in told["Journal of erasures and sent messages"].to_do

    line.mend()
    storage.asked.forget()
    told = {one.thing: one for one in selectors.lines()}
    assert told["Uploaded files"].is_well
    assert told["Journal of erasures and sent messages"].is_well


@pytest.mark.django_db
def test_an_upload_page_shows_the_sentence_on_its_form(client, line):
    seminar = SeminarFactory()
    client.force_login(manager())
    address = reverse("seminars_workspace:add_file", args=[seminar.slug])
    values = {"title": "Slides", "kind": "slides", "audience": "public"}
    line.cut()

    response = client.post(address, values | {"paper": SimpleUploadedFile("a.pdf", CONTENT)})

    assert response.status_code == 422
    assert "We cannot store or open files at the moment" in response.content.decode()
    assert not Document.objects.exists()
    line.mend()
    assert list(storage.names(default_storage)) == []
