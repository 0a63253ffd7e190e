"""`manage.py import_skills_benchmark FILE --name … --edition … --question … --source … …`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from diz_portal.access import Refusal
from inclusion.learning.services import benchmarks


class Command(BaseCommand):
    help = (
        "Import what adults of each region can do online, from a file with the columns region, "
        "measure and percent. If a row has an error, nothing is imported."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="file to import")
        parser.add_argument("--name", required=True, help="name of the survey")
        parser.add_argument("--edition", required=True, help="its edition, such as 2025")
        parser.add_argument("--question", required=True, help="who was asked what, and how")
        parser.add_argument("--source", required=True, help="who published it and where")
        parser.add_argument("--licence", required=True, help="the licence it was published under")
        parser.add_argument(
            "--region",
            required=True,
            help="the region to show beside your figures, such as East of England",
        )

    def handle(self, *, file, name, edition, question, source, licence, region, **options):
        try:
            with file.open("rb") as opened:
                benchmark = benchmarks.load(
                    opened,
                    file.name,
                    name=name,
                    edition=edition,
                    question=question,
                    source=source,
                    licence=licence,
                    region=region,
                )
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(
            f"Imported {benchmark}, with {benchmark.figures.count()} figures. The Learning page "
            f"shows {benchmark.region}."
        )
