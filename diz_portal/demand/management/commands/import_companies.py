"""`manage.py import_companies FILE`."""

import zipfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from diz_portal.demand.companies import import_companies


class Command(BaseCommand):
    help = "Load the companies in our districts from Companies House's monthly file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="BasicCompanyData, a CSV file or its zip")

    def handle(self, *, file, **options):
        try:
            loaded = import_companies(file)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CommandError(f"{file} cannot be read: {reason}") from error
        except zipfile.BadZipFile as error:
            raise CommandError(
                f"{file} is damaged. Download it again. Nothing was changed"
            ) from error
        self.stdout.write(f"Companies in our districts: {loaded.kept:,}")
        self.stdout.write(f"Of these, active: {loaded.active:,}")
        for note in loaded.notes:
            self.stdout.write(note)
        self.stdout.write(f"Outside our area, skipped: {loaded.elsewhere:,}")
        if loaded.without_number:
            self.stdout.write(f"No company number, skipped: {loaded.without_number:,}")
        if loaded.twice:
            self.stdout.write(f"In the file more than once, last one kept: {loaded.twice:,}")
