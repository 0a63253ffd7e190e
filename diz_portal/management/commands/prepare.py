from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from diz_portal.demo import services as demo
from diz_portal.operations import preparing
from diz_portal.places.models import Partnership
from diz_portal.privacy.processing import services as processing


class Command(BaseCommand):
    help = (
        "Update the database, and make the folders that the portal writes to. If the database is "
        "empty, load the example partnership."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--new-folders",
            action="store_true",
            help="make folders that have been used, but are empty or not there",
        )

    def handle(self, *args, **options):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=False)
        call_command("createcachetable", verbosity=0)
        preparing.prepare(are_new=options["new_folders"])
        # What the code has come to hold, and whose controllers have no record of it yet.
        processing.ensure()
        if not settings.EXAMPLE_WHEN_EMPTY:
            return
        if not Partnership.objects.exists():
            self.stderr.write("Loading the example partnership…", lambda words: words)
            call_command("demo", verbosity=0, stdout=self.stderr)
        # What `make run` shows beneath the address.
        for account in demo.loaded_accounts():
            self.stdout.write(f"  {account.email:<24} {account.password:<18} {account.purpose}")
