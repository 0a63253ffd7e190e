from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diz_portal.privacy import picking
from diz_portal.privacy.copies import content, papers, services
from diz_portal.whole_files import whole


class Command(BaseCommand):
    help = (
        "Export all data about the person with this email address as JSON. If several people use "
        "the address, the command lists their records and stops."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="email address of the person")
        parser.add_argument(
            "--person",
            action="append",
            default=[],
            help="record to export, as listed (can be repeated)",
        )
        parser.add_argument(
            "--output", type=Path, help="write the JSON to this file instead of printing it"
        )
        parser.add_argument("--pdf", type=Path, help="also write a PDF to this file")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        records = picking.pick(email, options["person"])
        held = content.gathered(records)
        text = papers.as_text(papers.as_data(held))
        if options["output"]:
            _write(options["output"], text.encode())
        else:
            self.stdout.write(text, ending="")
        if options["pdf"]:
            _write(options["pdf"], papers.as_pdf(held))
        services.note_handed_out(records)


def _write(path: Path, octets: bytes) -> None:
    try:
        with whole(path) as half:
            half.write_bytes(octets)
    except OSError as error:
        raise CommandError(f"{path} could not be written: {error.strerror or error}") from error
