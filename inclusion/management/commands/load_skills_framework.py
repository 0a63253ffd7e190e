from django.core.management.base import BaseCommand

from inclusion.learning.services.frameworks import install


class Command(BaseCommand):
    help = "Load the current version of the digital skills framework and use it from now on."

    def handle(self, **options):
        framework = install()
        self.stdout.write(
            f"Framework in use: {framework}, with {framework.statements.count()} statements."
        )
