from django.core.management.base import BaseCommand, CommandError

from diz_portal.open_data import services
from diz_portal.open_data.declaring import Dataset, Standard, datasets, standards


class Command(BaseCommand):
    help = "Publish today’s edition of open data, which is kept permanently."

    def add_arguments(self, parser):
        parser.add_argument("dataset", nargs="*", help="such as sites; all if none is named")

    def handle(self, *, dataset, **options):
        everything: list[Dataset | Standard] = [*datasets(), *standards()]
        known = {one.slug: one for one in everything}
        for name in dataset:
            if name not in known:
                raise CommandError(
                    f"There is no dataset called “{name}”. Use one of these: "
                    f"{', '.join(sorted(known))}"
                )
        for name in dataset or sorted(known):
            edition = services.publish(known[name])
            if edition is None:
                self.stdout.write(f"{name}: nothing to publish")
            else:
                self.stdout.write(f"{name}: edition of {edition.as_at}, {edition.rows} records")
