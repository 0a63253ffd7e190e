from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diz_portal.privacy import nightly

DONE = {"delete": "deleted", "blank": "cleared", "pseudonymise": "pseudonymised"}


class Command(BaseCommand):
    help = "Delete or anonymise the records that are due for deletion under the retention schedule."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="count the records without changing them"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        outcomes = nightly.run_retention(dry_run=dry_run)
        would = "to be " if dry_run else ""
        for one in outcomes:
            if one.rows:
                self.stdout.write(f"{one.what}: {one.rows} {would}{DONE[one.action]}")
            if one.held_back:
                self.stdout.write(
                    f"{one.what}: {one.held_back} kept, because they are still needed"
                )
        if not any(one.rows or one.held_back for one in outcomes):
            self.stdout.write("No records are due for deletion.")
        if failed := [f"{one.label} ({one.problem})" for one in outcomes if one.problem]:
            raise CommandError(f"Retention failed for {', '.join(failed)}")
