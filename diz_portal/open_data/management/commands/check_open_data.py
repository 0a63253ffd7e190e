from django.core.management.base import BaseCommand, CommandError

from diz_portal.open_data import services


class Command(BaseCommand):
    help = "Check open data. Fails if a program that reads it would fail."

    def handle(self, **options):
        faults = 0
        for one in services.check_all():
            faults += one.faults
            self.stdout.write(
                f"{one.slug}: {one.records} records, {one.faults} faults, {one.warnings} "
                f"warnings ({one.judged_by})"
            )
        if faults:
            raise CommandError(f"{faults} faults. The workspace lists them: Open data")
