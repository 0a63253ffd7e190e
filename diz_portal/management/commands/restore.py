from typing import Any

from django.core.management.base import BaseCommand

from diz_portal import words
from diz_portal.backups import restoring


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty data folder or database. Email and texts are held until a "
        "programme manager releases them. See docs/how-to/restore.md."
    )
    # There is no database to check yet.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "dir", help="folder of the backup, or its address like s3://bucket/folder"
        )
        parser.add_argument(
            "--identity", metavar="FILE", help="file of the private key of an encrypted backup"
        )
        parser.add_argument(
            "--keep-files",
            action="store_true",
            help="keep the uploaded files that are there, and add those that are missing",
        )

    def handle(self, *args: Any, dir: str, **options: Any) -> None:  # noqa: A002  as it is typed
        done = restoring.restore(
            dir, identity=options["identity"], keep_files=options["keep_files"]
        )
        say, backup = self.stdout.write, done.manifest
        say(
            f"Restored {backup.rows:,} rows and {backup.files:,} files from the backup of "
            f"{words.uk_datetime(backup.taken_at)}. All checksums and counts match."
        )
        if done.erased:
            say(f"Erased again since the backup: {done.erased}.")
        for one in done.left:
            say(f"Check this record, because it may have been erased: {one}")
        if not done.journal_found:
            say(
                "The erasure journal was not found. Erase again everyone who was erased after the "
                "backup."
            )
        say(f"Recognised as sent since the backup: {done.recognised}.")
        if done.doubtful:
            say(f"Not sent, because they may have been sent before: {done.doubtful}.")
        for name in done.other_secrets:
            say(f"{name} is not the same as at the backup. You need it for {_needed(name)}.")
        say("Email and texts are held until you run manage.py release_restore.")


def _needed(name: str) -> str:
    from diz_portal.backups.manifest import SECRETS

    return SECRETS[name]
