"""`manage.py import_boundaries FILE [--neighbours]`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from diz_portal.places.boundaries import import_boundaries


class Command(BaseCommand):
    help = "Load the boundaries of our districts from a GeoJSON or TopoJSON file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="boundaries of districts, as GeoJSON")
        parser.add_argument(
            "--neighbours",
            action="store_true",
            help="also load the districts that border ours",
        )

    def handle(self, *, file, neighbours, **options):
        try:
            drawn = import_boundaries(file, neighbours=neighbours)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CommandError(f"{file} cannot be read: {reason}") from error
        self.stdout.write(f"Boundaries loaded: {', '.join(drawn.ours)}")
        if neighbours:
            self.stdout.write(
                f"Neighbouring districts loaded: {', '.join(drawn.neighbours) or 'none'}"
            )
        if drawn.missing:
            self.stdout.write(f"Not in the file: {', '.join(drawn.missing)}")
