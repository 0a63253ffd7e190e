"""`manage.py import_neighbours FILE`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from diz_portal.places.connectivity.importing import import_neighbours


class Command(BaseCommand):
    help = "Load the statistical nearest neighbours of our districts, as the ONS publishes them."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the file as published, CSV or a spreadsheet")

    def handle(self, *, file, **options):
        try:
            found = import_neighbours(file)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CommandError(f"{file} cannot be read: {reason}") from error
        for name, number in found:
            self.stdout.write(f"{name}: {number} statistical neighbours loaded")
