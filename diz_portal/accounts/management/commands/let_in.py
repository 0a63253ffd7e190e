from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from diz_portal.access import Refusal
from diz_portal.accounts import rescue
from diz_portal.words import uk_day_time


class Command(BaseCommand):
    help = (
        "Ask to turn off two-step verification for someone who has lost it and has no colleague "
        "who can help. A second person has to confirm it in the portal within 4 hours."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="email address of the account")
        parser.add_argument("--operator", required=True, help="your own name, which they will see")
        parser.add_argument("--because", required=True, help="how you checked who it is")
        parser.add_argument(
            "--second",
            default="",
            help="email of a member of the lead organisation who may confirm it too",
        )

    def handle(self, *args: Any, email: str, operator: str, because: str, **options: Any) -> None:
        try:
            made = rescue.ask(
                person=rescue.account(email),
                operator=operator,
                reason=because,
                second=rescue.account(options["second"]) if options["second"] else None,
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        names = ", ".join(str(one) for one in rescue.confirmers(made))
        self.stdout.write(f"Nothing has changed yet. Emailed: {names}.")
        self.stdout.write(f"One of them must confirm it by {uk_day_time(made.expires_at)}, at")
        self.stdout.write(f"{settings.PORTAL_URL}{rescue.page(made)}")
