"""`manage.py import_ledger PROJECT FILE [--dry-run] [--corrections REASON]`."""

from django.core.files import File

from diz_portal.imports.commands import ImportCommand
from projects.management.projects import named
from projects.money.selectors import ledger
from projects.money.services.ledger_files import upload
from projects.portfolio.models import Project


class Command(ImportCommand):
    help = (
        "Import the ledger of a project’s accountable body from a CSV, Excel or OpenDocument "
        "file. If a row has an error, nothing is imported."
    )
    corrections_help = (
        "also take over changed amounts, dates and periods of lines that were imported before, "
        "for this reason; without it, those lines do not change"
    )
    project: Project

    def add_arguments(self, parser):
        parser.add_argument("project", help="web address (slug) of the project")
        super().add_arguments(parser)

    def handle(self, *, project, file, dry_run, corrections, **options):
        self.project = named(project)
        self.carry_out(
            file,
            lambda opened: upload(project=self.project, file=File(opened, name=file.name), by=None),
            dry_run=dry_run,
            corrections=corrections,
        )

    def say_skipped(self, skipped: dict[str, int]) -> None:
        for reason, number in skipped.items():
            self.stdout.write(f"Skipped: {reason}: {number:,}")

    def say_after(self) -> None:
        lines = ledger.lines_of(self.project)
        matched = lines.filter(ledger.is_matched()).count()
        postings = ledger.without_line(ledger.postings_of(self.project)).count()
        self.stdout.write(f"Lines with a posting: {matched:,}")
        self.stdout.write(f"Lines without a posting: {lines.count() - matched:,}")
        self.stdout.write(f"Postings without a line: {postings:,}")
