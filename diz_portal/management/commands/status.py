import sys
from typing import Any

from django.core.management.base import BaseCommand

from diz_portal.operations import selectors


class Command(BaseCommand):
    help = (
        "Show the state of the portal: each check with its value, its limit and what to do. The "
        "exit code is 0 if everything is working, and 1 if there is something to do."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        lines = selectors.lines()
        for line in lines:
            mark = "OK   " if line.is_well else "TO DO"
            self.stdout.write(f"{mark}  {line.thing}: {line.value} (limit: {line.limit})")
            if line.to_do:
                self.stdout.write(f"       {line.to_do}.")
        if not all(line.is_well for line in lines):
            sys.exit(1)
