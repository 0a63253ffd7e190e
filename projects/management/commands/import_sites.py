"""`manage.py import_sites PROJECT FILE [--dry-run] [--by EMAIL] [--corrections REASON]`."""

from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.imports import choosing
from diz_portal.imports import services as imports
from diz_portal.imports.models import ImportAction, ImportState
from partners.models import Role
from projects.imports.models import ImportBatch, ImportKind
from projects.imports.services import upload
from projects.portfolio.models import Project

ERRORS_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Import sites into a project from a CSV, Excel or OpenDocument file, or from the NHS list "
        "of practices (epraccur) as published. If a row has an error, nothing is imported."
    )

    def add_arguments(self, parser):
        parser.add_argument("project", help="web address (slug) of the project")
        parser.add_argument("file", type=Path, help="file to import")
        parser.add_argument("--dry-run", action="store_true", help="check the file without saving")
        parser.add_argument("--by", metavar="EMAIL", help="approver of scope changes")
        parser.add_argument(
            "--corrections",
            metavar="REASON",
            default="",
            help="reason for correcting recorded stage dates from the file. Without a reason, "
            "those dates do not change",
        )

    def handle(self, *, project, file, dry_run, by, corrections, **options):
        try:
            target = Project.objects.get(slug=project)
        except Project.DoesNotExist:
            raise CommandError(f"There is no project “{project}”. Check its web address") from None
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
                imports.apply_now(batch, approved_by=self._approver(target, by))
                keep = True
                self.stdout.write(f"Applied as import {batch.reference}.")
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        finally:
            if not keep:
                self._forget(batch)

    def _upload(self, project: Project, path: Path) -> ImportBatch:
        try:
            with path.open("rb") as file:
                return upload(
                    project=project,
                    kind=ImportKind.SITES,
                    file=File(file, name=path.name),
                    by=None,
                )
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CommandError(f"{path} cannot be read: {reason}") from error
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal

    def _say(self, batch: ImportBatch) -> None:
        counts = batch.summary
        self.stdout.write(f"New: {counts['create']:,}")
        self.stdout.write(f"Changed: {counts['change']:,}")
        if counts["correct"]:
            made = counts["taken"] > 0
            words = (
                ""
                if made
                else ", left out. To include them, give a reason with --corrections REASON"
            )
            self.stdout.write(f"Corrections: {counts['correct']:,}{words}")
        self.stdout.write(f"Unchanged: {counts['unchanged']:,}")
        skipped = counts["skipped"]
        self.stdout.write(f"Skipped: {sum(skipped.values()):,}")
        for reason, number in skipped.items():
            self.stdout.write(f"  {reason}: {number:,}")
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

    def _approver(self, project: Project, email: str | None) -> Any:
        """Who stands behind changes to the scope: the person named, else the project's own."""
        if email:
            person = User.objects.filter(email__iexact=email, is_active=True).first()
            if person is None:
                raise CommandError(f"There is no account for {email}")
            if not person.has_perm("projects.change_scope", project):
                raise CommandError(f"{email} cannot change this project’s scope")
            return person
        managers = User.objects.filter(
            is_active=True,
            is_staff=True,
            memberships__role=Role.MANAGER,
            memberships__ended_on=None,
        ).order_by("pk")
        superusers = User.objects.filter(is_active=True, is_superuser=True).order_by("pk")
        return project.sro or managers.first() or superusers.first()

    def _forget(self, batch: ImportBatch) -> None:
        """A trial leaves nothing behind."""
        if ImportBatch.objects.filter(pk=batch.pk, state=ImportState.APPLIED).exists():
            return
        file = batch.file
        batch.rows.all().delete()
        ImportBatch.objects.filter(pk=batch.pk).delete()
        file.delete(save=False)
