import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from diz_portal import pdf
from diz_portal.privacy import export, picking


class Command(BaseCommand):
    help = (
        "Writes what is held about the person with an email address, as JSON. "
        "Lists the records and stops when the address is that of several people."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument(
            "--person", action="append", default=[], help="a record as listed; may be repeated"
        )
        parser.add_argument("--output", type=Path, help="a file for the JSON, instead of printing")
        parser.add_argument("--pdf", type=Path, help="a file for the same on paper")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        records = picking.pick(email, options["person"])
        data = export.export(records)
        text = json.dumps(data, ensure_ascii=False, indent=2)
        if options["output"]:
            options["output"].write_text(text + "\n", encoding="utf-8")
        else:
            self.stdout.write(text)
        if options["pdf"]:
            paper = pdf.render("privacy/held", export.as_paper(data), title=export.TITLE)
            options["pdf"].write_bytes(paper)
        export.handed_out(records)
