"""`manage.py import_postcodes FILE`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from diz_portal.places.postcodes import import_postcodes


class Command(BaseCommand):
    help = "Load the postcodes of our districts from the ONS Postcode Directory."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the directory, a CSV file")

    def handle(self, *, file, **options):
        try:
            loaded = import_postcodes(file)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CommandError(f"{file} cannot be read: {reason}") from error
        self.stdout.write(f"Postcodes loaded in our area: {loaded.kept:,}")
        if loaded.derived:
            self.stdout.write(f"Records that now have a district or location: {loaded.derived:,}")
        for note in loaded.notes:
            self.stdout.write(note)
        self.stdout.write(f"Outside our area, skipped: {loaded.elsewhere:,}")
        if loaded.without_place:
            self.stdout.write(f"No location, skipped: {loaded.without_place:,}")
