"""A file that adds records, from the command line: checked, told, and applied or left alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from diz_portal.access import Refusal

from . import choosing
from . import services as imports
from .models import Batch, ImportAction, ImportState

ERRORS_SHOWN = 50


class ImportCommand(BaseCommand):
    """What commands that import have in common; a trial leaves nothing behind."""

    corrections_help = ""
    # A batch is Any where its rows are read: each kind has its own, and the model of all has none.

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="file to import")
        parser.add_argument("--dry-run", action="store_true", help="check the file without saving")
        parser.add_argument(
            "--corrections", metavar="REASON", default="", help=self.corrections_help
        )

    def carry_out(
        self,
        path: Path,
        upload: Callable[[BinaryIO], Batch],
        *,
        dry_run: bool,
        corrections: str,
        approver: Callable[[], Any] = lambda: None,
    ) -> None:
        """Check what `upload` makes of the file, say it, and apply it unless this is a trial or
        there is nothing to apply. CommandError in a sentence where it is refused."""
        batch = self._uploaded(path, upload)
        keep = False
        try:
            batch = imports.check_now(batch)
            if corrections and batch.summary["correct"]:
                batch = choosing.tick(
                    batch=batch,
                    action=ImportAction.CORRECT,
                    rows=(),
                    reason=corrections,
                    by=None,
                )
            self._say(batch)
            if batch.has_errors:
                raise CommandError("No changes were made. Correct the rows above and try again")
            if dry_run:
                self.stdout.write("Dry run: no changes were made.")
            elif not batch.can_be_applied:
                self.stdout.write(f"No changes were made. {batch.why_nothing_changes}")
            else:
                imports.apply_now(batch, approved_by=approver())
                keep = True
                self.stdout.write(f"Applied as import {batch.reference}.")
            self.say_after()
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        finally:
            if not keep:
                self._forget(batch)

    def say_skipped(self, skipped: dict[str, int]) -> None:
        self.stdout.write(f"Skipped: {sum(skipped.values()):,}")
        for reason, number in skipped.items():
            self.stdout.write(f"  {reason}: {number:,}")

    def say_after(self) -> None:
        """What stands once it is done, or would stand without it."""

    def _uploaded(self, path: Path, upload: Callable[[BinaryIO], Batch]) -> Batch:
        try:
            with path.open("rb") as file:
                return upload(file)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CommandError(f"{path} cannot be read: {reason}") from error
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal

    def _say(self, batch: Any) -> None:
        counts = batch.summary
        self.stdout.write(f"New: {counts['create']:,}")
        self.stdout.write(f"Changed: {counts['change']:,}")
        if counts["correct"]:
            words = (
                ""
                if counts["taken"]
                else ", left out. To include them, give a reason with --corrections REASON"
            )
            self.stdout.write(f"Corrections: {counts['correct']:,}{words}")
        self.stdout.write(f"Unchanged: {counts['unchanged']:,}")
        self.say_skipped(counts["skipped"])
        for note in counts["notes"]:
            self.stdout.write(note)
        self.stdout.write(f"Errors: {counts['error']:,}")
        rows = batch.rows.filter(action=ImportAction.ERROR).order_by("pk")[:ERRORS_SHOWN]
        for row in rows:
            for error in row.errors:
                sheet = f"sheet “{row.sheet}”, " if row.sheet else ""
                column = f", {error['column']}" if error["column"] else ""
                self.stderr.write(f"  {sheet}row {row.number}{column}: {error['message']}")
        if counts["error"] > ERRORS_SHOWN:
            self.stderr.write(f"  … and {counts['error'] - ERRORS_SHOWN:,} more rows with errors")

    def _forget(self, batch: Any) -> None:
        same = type(batch)._default_manager.filter(pk=batch.pk)
        if same.filter(state=ImportState.APPLIED).exists():
            return
        file = batch.file
        batch.rows.all().delete()
        same.delete()
        file.delete(save=False)
