from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from diz_portal import demo
from diz_portal.places.models import Partnership


class Command(BaseCommand):
    help = "Bring the database up to date; into an empty one, load the example partnership."

    def handle(self, *args, **options):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        if not settings.EXAMPLE_WHEN_EMPTY or "demo" not in get_commands():
            return
        if not Partnership.objects.exists():
            self.stderr.write("Loading the example partnership …")
            call_command("demo", verbosity=0, stdout=self.stderr)
        # What `make run` shows beneath the address.
        for email, password, purpose in getattr(demo, "accounts", list)():
            self.stdout.write(f"  {email:<26} {password:<22} {purpose}")
