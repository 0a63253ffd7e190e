from django.core.management.base import BaseCommand

from inclusion.cases.services import tags
from inclusion.learning.services import library


class Command(BaseCommand):
    help = (
        "Load the groups and focus areas of the Digital Inclusion Innovation Fund, where they are "
        "missing, and the learning paths that they count. What you have changed stays."
    )

    def handle(self, **options):
        found = tags.install()
        library.tag()
        self.stdout.write(f"Fund groups and focus areas: {len(found)}.")
