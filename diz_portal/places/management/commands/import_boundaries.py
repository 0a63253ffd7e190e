"""`manage.py import_boundaries FILE [--neighbours]`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from diz_portal.places.boundaries import import_boundaries


class Command(BaseCommand):
    help = "Load the outlines of the partnership's districts from GeoJSON or TopoJSON."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--neighbours",
            action="store_true",
            help="also keep the districts that share a border with one of ours",
        )

    def handle(self, *, file, neighbours, **options):
        try:
            drawn = import_boundaries(file, neighbours=neighbours)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CommandError(f"{file} cannot be read: {reason}") from error
        self.stdout.write(f"Outlines loaded: {', '.join(drawn.ours)}")
        if neighbours:
            self.stdout.write(f"Neighbours: {', '.join(drawn.neighbours) or 'none in the file'}")
        if drawn.missing:
            self.stdout.write(f"Not in the file: {', '.join(drawn.missing)}")
