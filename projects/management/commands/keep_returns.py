from django.core.management.base import BaseCommand
from django.utils import timezone

from diz_portal import reminders
from projects.returns.services import rounds


class Command(BaseCommand):
    help = (
        "Open and close the reporting rounds that are due, and send the reminders that are due. "
        "The worker does this automatically every 5 minutes. Safe to repeat."
    )

    def handle(self, **options):
        today = timezone.localdate()
        made = rounds.open_due_rounds(today)
        closed = rounds.close_due_rounds(today)
        reminded = reminders.sweep(None, "return")["sent"]
        self.stdout.write(
            f"Returns created: {made}. Rounds closed: {closed}. Reminders sent: {reminded}."
        )
