from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from diz_portal import routines, words
from diz_portal.backups import taking


class Command(BaseCommand):
    help = (
        "Back up the database and the uploaded files to a new folder or to S3. The portal can stay "
        "in use. See docs/how-to/restore.md."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "dir",
            help="folder to write the backup to, new or empty, or s3://bucket/folder",
        )
        parser.add_argument(
            "--to",
            action="append",
            default=[],
            metavar="KEY",
            help="public key of age to encrypt the backup to (can be repeated; BACKUP_KEYS if none "
            "is given)",
        )

    def handle(self, *args: Any, dir: str, **options: Any) -> None:  # noqa: A002  as it is typed
        written = taking.take(dir, to=options["to"] or settings.BACKUP_KEYS)
        routines.done("backup")
        size = words.file_size(written.bytes)
        self.stdout.write(
            f"Backed up {written.rows:,} rows and {written.files:,} files to {dir} ({size})."
        )
        for name in written.missing_files:
            self.stderr.write(f"Missing from the uploaded files, so not backed up: {name}")
        names = ", ".join(written.marks)
        self.stdout.write(f"Store these settings separately. They are not in the backup: {names}.")
