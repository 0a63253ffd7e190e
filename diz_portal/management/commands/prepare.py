from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand

from diz_portal import storage
from diz_portal.demo import services as demo
from diz_portal.places.models import Partnership
from diz_portal.privacy.processing import services as processing


class Command(BaseCommand):
    help = "Update the database. If it is empty, load the example partnership."

    def handle(self, *args, **options):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=False)
        call_command("createcachetable", verbosity=0)
        self.make_files_folder()
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

    @staticmethod
    def make_files_folder() -> None:
        """From here on a host without it is not ready: it has lost the share with the uploads."""
        if folder := storage.folder_of(default_storage):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
