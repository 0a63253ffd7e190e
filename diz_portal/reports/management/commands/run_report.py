"""A report in the foreground: the same file as the page's."""

import shutil
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from diz_portal import pdf
from diz_portal.access import Refusal
from diz_portal.reports import registry
from diz_portal.reports.making import made
from diz_portal.reports.reading import read
from diz_portal.reports.registry import Format


class Command(BaseCommand):
    help = "Create a report and save it as a file. It reads all records."

    def add_arguments(self, parser):
        parser.add_argument("name", help="such as rollout-status; --list shows all", nargs="?")
        parser.add_argument(
            "project",
            nargs="?",
            default="",
            help="what it is about, by its name in addresses, such as full-fibre",
        )
        parser.add_argument("--list", action="store_true", help="list the reports and stop")
        parser.add_argument(
            "--format", dest="kind", choices=Format.values, default=Format.PDF.value
        )
        parser.add_argument("--edition", choices=["public", "exempt"], default="public")
        parser.add_argument("--as-at", help="a past day, as 2026-03-31: what was known then")
        parser.add_argument("--from", dest="starts", help="the first day of a period")
        parser.add_argument("--to", dest="ends", help="the last day of a period")
        parser.add_argument("--out", help="the file to write")

    def handle(self, *, name, project, kind, out, **options):
        if options["list"]:
            for one in registry.all_reports():
                self.stdout.write(f"{one.name}: {one.about}")
            return
        if not name or not out:
            raise CommandError("Give the name of a report and --out with the file to write")
        report = registry.named(name)
        if report is None:
            known = ", ".join(one.name for one in registry.all_reports())
            raise CommandError(f"There is no report called “{name}”. There are: {known}")
        if kind not in report.formats:
            raise CommandError(
                f"{report.title} has no {Format(kind).label} format. It has: "
                f"{', '.join(report.formats)}"
            )
        asked = _answers(report, project, options)
        try:
            question = read(report, asked, user=None)
            with made(report, question, [kind]) as (_, files):
                _put(files[0].path, Path(out))
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        except pdf.CannotPrint as error:
            raise CommandError(f"The PDF could not be printed: {error}") from error
        except OSError as error:
            raise CommandError(f"{out} could not be written: {error.strerror or error}") from error
        self.stdout.write(f"Wrote {report.said(question)} to {out}")


def _answers(report, project, options):
    answers = {"project": project, "edition": options["edition"]}
    for name in ("as_at", "starts", "ends"):
        if text := options[name]:
            try:
                answers[name] = date.fromisoformat(text).isoformat()
            except ValueError:
                raise CommandError(f"“{text}” is not a day. Write it as 2026-03-31") from None
    return answers


def _put(made_file, out):
    """Under its final name only when it is whole."""
    half = out.with_name(f".{out.name}.part")
    try:
        shutil.copyfile(made_file, half)
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)
