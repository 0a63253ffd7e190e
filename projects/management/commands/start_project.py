from django.core.management.base import BaseCommand, CommandError

from diz_portal.access import Refusal
from projects.portfolio.services.projects import start_project


class Command(BaseCommand):
    help = "Create an empty, published project, led by the partnership’s lead organisation."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="web address (slug), such as full-fibre")
        parser.add_argument("title", help="title of the project")

    def handle(self, *, slug, title, **options):
        try:
            project = start_project(slug=slug, title=title)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Created project “{project.title}”: /projects/{project.slug}/")
