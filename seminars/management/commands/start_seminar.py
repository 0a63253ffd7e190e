from datetime import datetime

from django.core.management.base import BaseCommand, CommandError

from diz_portal.access import Refusal
from seminars import services
from seminars.times import real


class Command(BaseCommand):
    help = "Create and publish a seminar. Times are UK time."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="web address (slug), such as fibre-for-surgeries")
        parser.add_argument("title", help="title of the seminar")
        parser.add_argument("--starts", required=True, help="such as 2026-12-01T10:00")
        parser.add_argument("--hours", type=float, default=2, help="length in hours (2)")
        parser.add_argument("--capacity", type=int, default=0, help="places in person (none)")
        parser.add_argument("--online", type=int, default=0, help="places online (none)")

    def handle(self, *, slug, title, starts, hours, capacity, online, **options):
        try:
            moment = datetime.fromisoformat(starts)
        except ValueError:
            raise CommandError(f"“{starts}” is not a time. Enter it as 2026-12-01T10:00") from None
        try:
            seminar = services.start_seminar(
                slug=slug,
                title=title,
                starts_at=moment if moment.tzinfo else real(moment),
                hours=hours,
                capacity=capacity,
                online=online,
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Published seminar “{seminar.title}”: /seminars/{seminar.slug}/")
