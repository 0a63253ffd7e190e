"""`manage.py import_skills FILE --name … --edition … --source … --licence … [--use]`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from diz_portal.access import Refusal
from inclusion.learning.services import frameworks, published_frameworks


class Command(BaseCommand):
    help = (
        "Import a published framework of digital skills from a file with the columns area, level "
        "and statement. If a row has an error, nothing is imported."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="file to import")
        parser.add_argument("--name", required=True, help="name of the framework")
        parser.add_argument("--edition", required=True, help="its version, such as 2018")
        parser.add_argument("--source", required=True, help="who published it and where")
        parser.add_argument("--licence", required=True, help="the licence it was published under")
        parser.add_argument(
            "--use", action="store_true", help="ask this framework from now on in skills checks"
        )

    def handle(self, *, file, name, edition, source, licence, use, **options):
        try:
            with file.open("rb") as opened:
                framework = published_frameworks.load(
                    opened,
                    file.name,
                    name=name,
                    version=edition,
                    source=source,
                    licence=licence,
                )
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        if use:
            frameworks.use(framework)
        number = framework.statements.count()
        self.stdout.write(f"Imported {framework}, with {number} statements.")
        self.stdout.write(
            "Now in use." if use else "Not in use yet. Run this again with --use to ask it."
        )
