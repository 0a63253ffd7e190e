"""`manage.py import_coverage FILE [--release YYYY-MM]`."""

import re
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from diz_portal.places.connectivity.importing import import_coverage
from diz_portal.places.connectivity.measures import Publisher
from diz_portal.words import uk_month


class Command(BaseCommand):
    help = "Load broadband and mobile coverage by local authority, as Ofcom or the ONS publish it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the file as published, CSV or a spreadsheet")
        parser.add_argument(
            "--release",
            default="",
            metavar="YYYY-MM",
            help="the month of an Ofcom release, if the file’s name does not say it",
        )

    def handle(self, *, file, release, **options):
        found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", release)
        if release and not found:
            raise CommandError(f"“{release}” is not a month. Enter it as YYYY-MM, such as 2025-07")
        month = date(int(found[1]), int(found[2]), 1) if found else None
        try:
            loaded = import_coverage(file, release=month)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CommandError(f"{file} cannot be read: {reason}") from error
        periods = ", ".join(uk_month(one) for one in loaded.periods)
        self.stdout.write(f"Loaded: {Publisher(loaded.publisher).label}, {periods}")
        self.stdout.write(f"Areas in the file: {loaded.areas:,}, of which ours: {loaded.ours}")
        self.stdout.write(f"Figures added: {loaded.added:,}")
        self.stdout.write(f"Figures changed: {loaded.changed:,}")
        self.stdout.write(f"Figures unchanged: {loaded.unchanged:,}")
        for note in loaded.notes:
            self.stdout.write(note)
