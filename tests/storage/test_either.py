"""A place for files is the same to whoever uses it, whether a folder or a bucket."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from diz_portal import storage
from diz_portal.outbox import sent_log
from diz_portal.outbox.models import Message, MessageState
from diz_portal.privacy import journal
from tests.factories.outbox import MessageFactory

pytestmark = pytest.mark.usefixtures("either")
LARGE = bytes(range(256)) * 4096  # more than is read at once


def test_what_is_saved_is_read(either):
    name = default_storage.save("documents/ab/one", ContentFile(LARGE))

    with default_storage.open(name, "rb") as file:
        assert file.read() == LARGE
        assert file.size == default_storage.size(name) == len(LARGE)
    assert timezone.now() - default_storage.get_modified_time(name) < timedelta(minutes=1)


def test_a_name_is_never_given_twice(either):
    first = default_storage.save("documents/one", ContentFile(b"first"))
    second = default_storage.save("documents/one", ContentFile(b"second"))

    assert first != second
    with default_storage.open(first) as file:
        assert file.read() == b"first"


def test_a_file_is_read_from_any_place_and_opened_again(either):
    name = default_storage.save("one", ContentFile(LARGE))
    file = default_storage.open(name)

    file.seek(-10, io.SEEK_END)
    assert file.read() == LARGE[-10:]
    file.seek(300_000)
    assert file.read(10) == LARGE[300_000:300_010]
    file.close()
    file.open("rb")
    assert file.read(10) == LARGE[:10]
    file.close()


def test_archives_and_text_are_read_from_it(either):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("rows.csv", "name\nÜnal\n")
        archive.writestr("large", LARGE)
    name = default_storage.save("packed", ContentFile(packed.getvalue()))

    with default_storage.open(name) as file, zipfile.ZipFile(file) as archive:
        assert archive.read("large") == LARGE
        with archive.open("rows.csv") as part:
            rows = list(csv.reader(io.TextIOWrapper(part, "utf-8")))
    assert rows == [["name"], ["Ünal"]]


def test_what_is_gone_is_gone_and_may_go_twice(either):
    name = default_storage.save("a/b/one", ContentFile(b"1"))
    default_storage.save("a/two", ContentFile(b"2"))

    assert list(storage.names(default_storage)) == ["a/two", "a/b/one"]
    assert list(storage.names(default_storage, "a")) == ["a/two", "a/b/one"]
    default_storage.delete(name)
    default_storage.delete(name)

    assert not default_storage.exists(name)
    with pytest.raises(FileNotFoundError):
        default_storage.open(name)
    with pytest.raises(FileNotFoundError):
        default_storage.get_modified_time(name)
    assert list(storage.names(default_storage)) == ["a/two"]
    assert list(storage.names(default_storage, "nowhere")) == []


def test_writing_is_tried_without_leaving_a_file(either):
    default_storage.save("one", ContentFile(b"1"))

    assert storage.takes_writes(default_storage)
    assert list(storage.names(default_storage)) == ["one"]


def test_journal_knows_who_was_erased(either):
    entry = journal.intend("registration", "r1")
    journal.done(entry)
    journal.done(entry)
    begun = journal.intend("registration", "r2")

    assert journal.entries() == [(entry, "done"), (begun, "intended")]


@pytest.mark.django_db
def test_log_of_sent_messages_brings_back_what_went(either):
    sent_log.begin()
    since = timezone.now() - timedelta(minutes=1)
    gone, waits = (MessageFactory() for _ in range(2))
    for message in (gone, waits):
        sent_log.note(message, timezone.now())
    key = gone.key
    gone.delete()

    found = sent_log.bring_back(since, begun_by=timezone.now())

    assert (found.recognised, found.complete) == (2, True)
    assert Message.objects.get(key=key).state == MessageState.SENT
    waits.refresh_from_db()
    assert waits.state == MessageState.SENT
    assert sent_log.can_be_written()
    assert sent_log.forget_old(days=-1) == 1
    assert sent_log.bring_back(since, begun_by=timezone.now()).recognised == 0


def test_journal_of_another_place_is_taken_over(either, tmp_path):
    other = tmp_path / "other"
    for name, text in {
        "erasures/2026-11-30/1-0123456789ab.done.json": "{}",
        "sent/kept-since": "2026-01-01",
        "erasures/passwords": "secret",
    }.items():
        (other / name).parent.mkdir(parents=True, exist_ok=True)
        (other / name).write_text(text)

    assert not journal.take_over([tmp_path / "nowhere"])
    assert journal.take_over([str(other)])

    assert sorted(storage.names(journal.place())) == [
        "erasures/2026-11-30/1-0123456789ab.done.json",
        "sent/kept-since",
    ]
