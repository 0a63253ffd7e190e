from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.demo import services


class Command(BaseCommand):
    help = "Load the example partnership into an empty database. Safe to repeat."

    def handle(self, *args, **options):
        if not settings.EXAMPLE_DATA_ALLOWED:
            raise CommandError(
                "The example partnership is only for trying the portal out. Do not load it here"
            )
        try:
            loaded = services.load(today=timezone.localdate(), say=self.stdout.write)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        if not loaded:
            self.stdout.write("The example partnership is already loaded.")
