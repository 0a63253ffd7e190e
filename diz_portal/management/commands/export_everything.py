from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from diz_portal.backups import exporting


class Command(BaseCommand):
    help = (
        "Write all data in open formats to a new folder: a CSV file for each table, the uploaded "
        "files, and a description of each table and column. It contains personal data."
    )

    def add_arguments(self, parser):
        parser.add_argument("dir", help="folder to write to: a new one, or an empty one")

    def handle(self, *args: Any, dir: str, **options: Any) -> None:  # noqa: A002  as it is typed
        written = exporting.write(Path(dir))
        self.stdout.write(
            f"Exported {written.rows:,} rows of {written.tables:,} tables and {written.files:,} "
            f"files to {dir}. Store it like a backup: it contains personal data."
        )
