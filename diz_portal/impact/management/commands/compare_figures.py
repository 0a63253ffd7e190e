"""`manage.py compare_figures FILE [--publish]`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from diz_portal.access import Refusal
from diz_portal.impact.others import reading, selectors, services


class Command(BaseCommand):
    help = "Compare our figures with those in another partnership’s impact-figures.json."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the file, as it was downloaded from them")
        parser.add_argument("--publish", action="store_true", help="show it to the public")

    def handle(self, *, file, publish, **options):
        try:
            with file.open("rb") as opened:
                # One more than is taken, so that a longer one is refused and not read.
                content = opened.read(reading.MOST_BYTES + 1)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CommandError(f"{file} cannot be read: {reason}") from error
        try:
            other = services.add(content=content, by=None)
            if publish:
                services.publish(other=other, sha256=other.sha256, by=None)
                other.refresh_from_db()
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        self._say(other)

    def _say(self, other):
        comparison = selectors.comparison(other)
        for one in comparison.both:
            differs = ", ".join(each.what.lower() for each in one.differences)
            self.stdout.write(
                f"{one.ours.name}: ours {one.our_number} ({one.ours.as_at}), theirs "
                f"{one.their_number} ({one.theirs.day})"
                + (f"; differs: {differs}" if differs else "")
                + ("; their file does not say how they count" if one.unsaid else "")
            )
        for name in (one.name for one in comparison.only_ours):
            self.stdout.write(f"{name}: only ours")
        for name in (one.name for one in comparison.only_theirs):
            self.stdout.write(f"{name}: only theirs")
        where = "public" if other.is_published else "not published"
        self.stdout.write(f"{other.name}: {len(comparison.both)} figures compared, {where}")
