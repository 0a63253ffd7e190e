from django.core.management.base import BaseCommand
from django.utils import timezone

from diz_portal import reminders
from projects.returns.services import rounds


class Command(BaseCommand):
    help = (
        "Opens and closes the reporting rounds whose day has come and sends the reminders that "
        "are due. The worker does the same every few minutes; running it more often, or from "
        "cron while no worker runs, does no harm."
    )

    def handle(self, **options):
        today = timezone.localdate()
        made = rounds.open_due_rounds(today)
        closed = rounds.close_due_rounds(today)
        reminded = reminders.sweep(None, "return")["sent"]
        self.stdout.write(
            f"Returns made: {made}. Rounds closed: {closed}. Reminders sent: {reminded}."
        )
