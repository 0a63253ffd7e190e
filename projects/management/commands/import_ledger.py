"""`manage.py import_ledger PROJECT FILE [--dry-run] [--corrections REASON]`."""

from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from diz_portal.access import Refusal
from diz_portal.imports import choosing
from diz_portal.imports import services as imports
from diz_portal.imports.models import ImportAction, ImportState
from projects.money.models import LedgerImportBatch
from projects.money.selectors import ledger
from projects.money.services.ledger_files import upload
from projects.portfolio.models import Project

ERRORS_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Import the ledger of a project’s accountable body from a CSV, Excel or OpenDocument "
        "file. If a row has an error, nothing is imported."
    )

    def add_arguments(self, parser):
        parser.add_argument("project", help="web address (slug) of the project")
        parser.add_argument("file", type=Path, help="file to import")
        parser.add_argument("--dry-run", action="store_true", help="check the file without saving")
        parser.add_argument(
            "--corrections",
            metavar="REASON",
            default="",
            help="also take over changed amounts, dates and periods of lines that were imported "
            "before, for this reason; without it, those lines do not change",
        )

    def handle(self, *, project, file, dry_run, corrections, **options):
        target = Project.objects.select_related("lead").filter(slug=project).first()
        if target is None:
            raise CommandError(f"There is no project “{project}”. Check its web address")
        batch = self._upload(target, file)
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
                imports.apply_now(batch, approved_by=None)
                keep = True
                self.stdout.write(f"Applied as import {batch.reference}.")
            self._say_what_stands_alone(target)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        finally:
            if not keep:
                self._forget(batch)

    def _upload(self, project: Project, path: Path) -> LedgerImportBatch:
        try:
            with path.open("rb") as file:
                return upload(project=project, file=File(file, name=path.name), by=None)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CommandError(f"{path} cannot be read: {reason}") from error
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal

    def _say(self, batch: LedgerImportBatch) -> None:
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
        for reason, number in counts["skipped"].items():
            self.stdout.write(f"Skipped: {reason}: {number:,}")
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

    def _say_what_stands_alone(self, project: Project) -> None:
        lines = ledger.lines_of(project)
        matched = lines.filter(ledger.is_matched()).count()
        postings = ledger.without_line(ledger.postings_of(project)).count()
        self.stdout.write(f"Lines with a posting: {matched:,}")
        self.stdout.write(f"Lines without a posting: {lines.count() - matched:,}")
        self.stdout.write(f"Postings without a line: {postings:,}")

    def _forget(self, batch: LedgerImportBatch) -> None:
        """A trial leaves nothing behind."""
        if LedgerImportBatch.objects.filter(pk=batch.pk, state=ImportState.APPLIED).exists():
            return
        file = batch.file
        batch.rows.all().delete()
        LedgerImportBatch.objects.filter(pk=batch.pk).delete()
        file.delete(save=False)
