from typing import Any

from django.core.management.base import BaseCommand

from diz_portal.backups import releasing


class Command(BaseCommand):
    help = "After a restore: send email and texts again, and sweep up unused files again."

    def handle(self, *args: Any, **options: Any) -> None:
        held = releasing.release()
        self.stdout.write(f"Released. Messages that will now be sent: {held}.")
