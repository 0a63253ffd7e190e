from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from diz_portal.access import Refusal
from diz_portal.accounts import rescue
from diz_portal.words import uk_day_time


class Command(BaseCommand):
    help = (
        "Asks for the removal of a lost second step, for somebody whom no colleague can let in. "
        "A second person has to confirm it in the portal within four hours."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="of the account that is to be let in again")
        parser.add_argument("--operator", required=True, help="your own name, which is told")
        parser.add_argument("--because", required=True, help="how you know that it is them")
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
        self.stdout.write(f"Nothing is changed yet. Written to: {names}.")
        self.stdout.write(f"One of them confirms it by {uk_day_time(made.expires_at)}, at")
        self.stdout.write(f"{settings.PORTAL_URL}{rescue.page(made)}")
