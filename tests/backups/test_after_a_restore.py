"""What happened after a backup and cannot be undone: somebody was erased, a message was sent."""

import json
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.backups import programs, releasing, taking
from diz_portal.documents import services as documents
from diz_portal.models import Restoration
from diz_portal.outbox import sent_log
from diz_portal.outbox.models import Message, MessageState
from diz_portal.privacy import erasure, journal, replaying
from diz_portal.privacy.kinds import Wanted
from diz_portal.reminders.models import Reminder, ReminderState
from tests.factories.inclusion import team_of
from tests.factories.outbox import MessageFactory
from tests.factories.partners import OrganisationFactory, caseworker_of
from tests.factories.seminars import SeminarFactory, registered
from tests.places_for_files import files_in, keep_in, place_at
from tests.privacy import everywhere
from tests.reminding import sweep_reminders

DAY = timedelta(days=1)


def traces(text: str) -> set[str]:
    return {trace for trace in everywhere.TRACES if trace in text.casefold()}


def in_backup(folder: Path) -> str:
    program = programs.find("pg_restore", programs.server_version())
    read = subprocess.run(
        [program, "--file=-", folder / "database.dump"], capture_output=True, check=True
    )
    return read.stdout.decode(errors="replace")


def test_person_who_was_erased_after_the_backup_stays_erased(portal, empty, settings, tmp_path):
    settings.PUBLIC_FORM_LIMITS = False
    team = team_of(OrganisationFactory(name="Kettle and Keyboard"), is_default=True)
    everywhere.make(team, caseworker_of(team.organisation, name="Cass Worker"))
    registered(SeminarFactory(), name="Otto Stays", email="otto@stays.example")
    taking.take(tmp_path / "backup")
    for words in (everywhere.EMAIL, f"old.{everywhere.EMAIL}", everywhere.PHONE, everywhere.NAME):
        for one in erasure.find(Wanted.of(words)):
            erasure.erase(kind=one.kind.name, reference=one.reference)
    assert everywhere.in_tables() == set()
    written = "".join(path.read_text() for path in empty.journal.rglob("*") if path.is_file())
    assert not traces(written)
    assert traces(in_backup(tmp_path / "backup"))

    result = empty.manage("restore", tmp_path / "backup")

    assert result.returncode == 0, result.stderr
    assert "Erased again since the backup:" in result.stdout
    assert "may have been erased" not in result.stdout
    dumped = empty.dumped()
    assert traces(dumped) == set()
    assert "otto@stays.example" in dumped
    files = files_in(empty.data / "files")
    assert not traces("".join(path.read_bytes().decode(errors="replace") for path in files))


def test_erasure_is_intended_before_and_done_after_the_commit(portal, journal_dir):
    one = registered(SeminarFactory(), email="ann@home.example")

    erasure.erase(kind="registration", reference=one.reference)

    [(entry, state)] = journal.entries()
    assert (entry.kind, entry.reference, state) == ("registration", one.reference, "done")
    texts = [json.loads(path.read_text()) for path in sorted(journal_dir.rglob("*.json"))]
    assert {text["state"] for text in texts} == {"intended", "done"}
    assert all(text.keys() == {"id", "kind", "reference", "at", "also", "state"} for text in texts)


def test_erasure_that_is_refused_is_dropped(portal, monkeypatch):
    one = registered(SeminarFactory(), email="ann@home.example")
    monkeypatch.setattr(erasure.naming, "forget", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        erasure.erase(kind="registration", reference=one.reference)

    [(_, state)] = journal.entries()
    assert state == "dropped"
    one.refresh_from_db()
    assert one.email


def test_nothing_is_erased_when_the_journal_cannot_be_written(portal, settings, tmp_path):
    one = registered(SeminarFactory(), email="ann@home.example")
    (tmp_path / "a-file").touch()
    place_at(settings, tmp_path / "a-file", "journal")

    for act in (
        lambda: erasure.erase(kind="registration", reference=one.reference),
        lambda: erasure.forget(erasure.record("registration", one.reference)),
    ):
        with pytest.raises(journal.NotWritten, match="Nothing has been erased"):
            act()

    one.refresh_from_db()
    assert (one.email, one.erased_at) == ("ann@home.example", None)


def test_erasure_that_was_cut_short_is_settled_from_the_database(portal):
    gone, stays = (
        registered(SeminarFactory(), email=f"{name}@home.example") for name in ("ann", "ben")
    )
    for one in (gone, stays):
        journal.intend("registration", one.reference)
    erasure.erase(kind="registration", reference=gone.reference)
    assert replaying.settle() == 0, "somebody may be in the middle of it"

    replaying.CUT_SHORT_AFTER = timedelta(0)
    try:
        assert replaying.settle() == 2
    finally:
        replaying.CUT_SHORT_AFTER = timedelta(hours=1)

    states = sorted(
        (entry.reference == gone.reference, state) for entry, state in journal.entries()
    )
    assert states == [(False, "dropped"), (True, "done"), (True, "done")]


def test_replay_names_what_nobody_knows_and_passes_over_what_stands_in_the_way(portal):
    unknown, again = (
        registered(SeminarFactory(), email=f"{name}@home.example") for name in ("ann", "ben")
    )
    journal.intend("registration", unknown.reference)
    journal.done(journal.intend("registration", again.reference))
    journal.done(journal.intend("registration", "2345678923"))

    number, left = replaying.replay(timezone.now() - DAY)

    assert (number, left) == (
        1,
        [f"registration {unknown.reference}: it is not known if it was erased"],
    )
    again.refresh_from_db()
    assert again.email == ""


# Messages -----------------------------------------------------------------------------


def deliver_all():
    while outbox.sweep():
        pass


def test_erasure_that_nobody_can_read_any_more_is_named(portal, journal_dir):
    """A disk that was full or failed: somebody has to look, and nothing else would tell them."""
    before = timezone.now()
    done, refused, old = (
        journal.intend("nothing", "r1"),
        journal.intend("nothing", "r2"),
        journal.intend("nothing", "r3"),
    )
    journal.done(done)
    for path in journal_dir.rglob("*.json"):
        path.write_text("{")

    assert replaying.replay(before) == (
        0,
        [f"erasure {done.id}: its entry cannot be read"],
    )
    assert replaying.replay(before + timedelta(minutes=5)) == (0, [])
    assert refused.id != old.id


def test_message_that_was_sent_after_the_backup_is_not_sent_again(portal, empty, tmp_path):
    waiting = MessageFactory(key="waited-at-the-backup")
    taking.take(tmp_path / "backup")
    later = MessageFactory(key="queued-after-the-backup")
    deliver_all()
    assert waiting.state != MessageState.SENT
    unsent = MessageFactory(key="never-sent")
    text = "".join(path.read_text() for path in (empty.journal / "sent").rglob("*.jsonl"))
    assert waiting.to not in text

    result = empty.manage("restore", tmp_path / "backup")

    assert "Recognised as sent since the backup: 2." in result.stdout
    assert empty.ask("SELECT key, state, reference FROM outbox_message ORDER BY key") == [
        (later.key, "sent", later.reference),
        (waiting.key, "sent", waiting.reference),
    ]
    assert unsent.key not in empty.dumped()


def test_reminders_that_were_sent_after_the_backup_do_not_go_again(portal, mailoutbox):
    """20 of 20 went twice: their rows were not queued yet when the backup was taken."""
    since = timezone.now()
    seminar, later = SeminarFactory(starts_at=since + 8 * DAY), since + 1.5 * DAY
    for number in range(3):
        registered(seminar, email=f"guest{number}@home.example")
    deliver_all()
    # What the portal does after the backup, and a restore takes back.
    with transaction.atomic():
        sweep_reminders(now=later)
        gone = list(Message.objects.filter(template="seminars/reminder"))
        transaction.set_rollback(True)
    for message in gone:
        sent_log.note(message, timezone.now())
    mailoutbox.clear()
    assert len(gone) == 3

    found = sent_log.bring_back(since, begun_by=timezone.now())
    sweep_reminders(now=later)
    deliver_all()

    assert (found.recognised, found.complete) == (3, True)
    assert mailoutbox == []
    assert Reminder.objects.filter(state=ReminderState.SENT).count() == 3


def test_without_a_log_what_waited_is_listed_and_not_sent(portal, empty, journal_dir, tmp_path):
    MessageFactory(key="waited-at-the-backup")
    MessageFactory(key="due-tomorrow", due_at=timezone.now() + DAY)
    taking.take(tmp_path / "backup")
    journal_dir.rename(tmp_path / "lost")

    result = empty.manage("restore", tmp_path / "backup")

    assert "Not sent, because they may have been sent before: 1." in result.stdout
    assert "The erasure journal was not found" in result.stdout
    assert empty.ask("SELECT key, state, last_error FROM outbox_message ORDER BY key") == [
        ("due-tomorrow", "queued", ""),
        ("waited-at-the-backup", "given_up", "May have been sent before the restore"),
    ]


def test_journal_that_was_lost_and_began_anew_is_said_to_be_lost(
    portal, empty, journal_dir, tmp_path, settings, monkeypatch
):
    """It has entries and can be written, and knows nothing of whoever was erased before."""
    taking.take(tmp_path / "backup")
    journal_dir.rename(tmp_path / "lost")
    keep_in(settings, journal_dir, "journal")
    monkeypatch.setattr(timezone, "now", lambda: datetime.now(UTC) + timedelta(hours=2))
    journal.done(journal.intend("nothing", "r1"))
    sent_log.begin()
    monkeypatch.undo()

    result = empty.manage("restore", tmp_path / "backup")

    assert "The erasure journal was not found" in result.stdout


@pytest.fixture
def restored(portal):
    now = timezone.now()
    return Restoration.objects.create(
        taken_at=now - 3 * DAY, restored_at=now - 2 * DAY, finished_at=now - 2 * DAY
    )


def test_messages_are_held_until_a_restore_is_released(restored):
    message = MessageFactory()

    assert outbox.deliver(message.pk) == "not due"
    assert outbox.sweep() == {}
    assert outbox.oldest_due_age() == timedelta(0)

    call_command("release_restore")

    assert outbox.deliver(message.pk) == "sent"
    restored.refresh_from_db()
    assert restored.is_released
    with pytest.raises(releasing.NothingToRelease):
        releasing.release()


def test_interrupted_restore_is_not_released(portal):
    Restoration.objects.create(taken_at=timezone.now())

    with pytest.raises(releasing.NotWhole):
        releasing.release()


def test_files_wait_for_the_release_and_those_of_lost_rows_stay(restored, storage):
    ages = {"before": 4, "between": 2.5, "after": 1.5, "fresh": 0}
    folder = storage / "documents"
    folder.mkdir(parents=True)
    for name, days in ages.items():
        (folder / name).touch()
        then = (timezone.now() - days * DAY).timestamp()
        os.utime(folder / name, (then, then))

    assert documents.remove_orphans() == 0
    releasing.release()
    assert documents.remove_orphans() == 2

    assert {path.name for path in folder.iterdir()} == {"between", "fresh"}


def test_log_of_sent_messages_goes_when_no_backup_is_so_old(portal, journal_dir):
    for day in ("2025-01-31", f"{timezone.now():%Y-%m-%d}"):
        (journal_dir / "sent" / day).mkdir()
        (journal_dir / "sent" / day / "host-1.jsonl").touch()

    assert sent_log.forget_old(days=400) == 1


def test_log_that_cannot_be_written_fails_no_message(portal, journal_dir):
    (journal_dir / "sent").rename(journal_dir / "away")
    (journal_dir / "sent").touch()

    assert outbox.deliver(MessageFactory().pk) == "sent"
    assert not sent_log.can_be_written()
