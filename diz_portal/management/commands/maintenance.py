from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from diz_portal import maintenance, words


class Command(BaseCommand):
    help = (
        "Show visitors a page that says that the portal is being updated, or stop showing it. It "
        "applies to this host only, needs no database, and works within a second."
    )
    # Nothing of the portal has to work for this.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("switch", choices=["on", "off"])
        parser.add_argument(
            "--minutes", type=int, help="when visitors can use it again, which the page says"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["switch"] == "off":
            maintenance.switch_off()
            self.stdout.write("Visitors can use the portal on this host.")
            return
        minutes = options["minutes"]
        if minutes is not None and minutes < 1:
            raise CommandError("--minutes must be 1 or more")
        notice = maintenance.switch_on(minutes)
        until = f" It says until {words.uk_time(notice.until)}." if notice.until else ""
        self.stdout.write(f"Visitors of this host see the maintenance page.{until}")
