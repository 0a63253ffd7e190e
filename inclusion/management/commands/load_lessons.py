from django.core.management.base import BaseCommand

from inclusion.learning.services import library


class Command(BaseCommand):
    help = "Load the lessons that come with the portal, where they are missing. Progress is kept."

    def add_arguments(self, parser):
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Also replace the text of lessons that are already there with the portal’s.",
        )

    def handle(self, *, replace=False, **options):
        loaded = library.install(replace=replace)
        self.stdout.write(
            f"Lessons added: {loaded.added}. Replaced: {loaded.replaced}. "
            f"Left unchanged: {loaded.left}."
        )
