"""`manage.py import_sites PROJECT FILE [--dry-run] [--by EMAIL] [--corrections REASON]`."""

from typing import Any

from django.core.files import File
from django.core.management.base import CommandError

from diz_portal.accounts.models import User
from diz_portal.imports.commands import ImportCommand
from partners.models import Role
from projects.imports.models import ImportKind
from projects.imports.services import upload
from projects.management.projects import named
from projects.portfolio.models import Project


class Command(ImportCommand):
    help = (
        "Import sites into a project from a CSV, Excel or OpenDocument file, or from the NHS list "
        "of practices (epraccur) as published. If a row has an error, nothing is imported."
    )
    corrections_help = (
        "reason for correcting recorded stage dates from the file. Without a reason, those dates "
        "do not change"
    )

    def add_arguments(self, parser):
        parser.add_argument("project", help="web address (slug) of the project")
        super().add_arguments(parser)
        parser.add_argument("--by", metavar="EMAIL", help="approver of scope changes")

    def handle(self, *, project, file, dry_run, by, corrections, **options):
        target = named(project)
        self.carry_out(
            file,
            lambda opened: upload(
                project=target,
                kind=ImportKind.SITES,
                file=File(opened, name=file.name),
                by=None,
            ),
            dry_run=dry_run,
            corrections=corrections,
            approver=lambda: self._approver(target, by),
        )

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
