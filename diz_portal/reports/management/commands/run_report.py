"""A report in the foreground: the same file as the page's."""

import shutil
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diz_portal import pdf
from diz_portal.access import Refusal
from diz_portal.reports import registry
from diz_portal.reports.making import made
from diz_portal.reports.reading import read
from diz_portal.reports.registry import Format
from diz_portal.whole_files import whole

APRIL = 4
UNUSED = {
    "project": "is not about one project: the project was not used",
    "as_at": "cannot show a past day: --as-at was not used",
    "starts": "is not about a period: --from was not used",
    "ends": "is not about a period: --to was not used",
    "organisation": "is not about one organisation: --organisation was not used",
    "series": "is not about a series: --series was not used",
}


class Command(BaseCommand):
    help = "Create a report and save it as a file. It reads all records."

    def add_arguments(self, parser):
        parser.add_argument("name", help="such as rollout-status; --list shows all", nargs="?")
        parser.add_argument(
            "project",
            nargs="?",
            default="",
            help="web address (slug) of the project, such as full-fibre",
        )
        parser.add_argument("--list", action="store_true", help="list the reports and stop")
        parser.add_argument(
            "--format", dest="kind", choices=Format.values, default=Format.PDF.value
        )
        parser.add_argument("--edition", choices=["public", "exempt"], default="public")
        parser.add_argument("--as-at", help="show what was known on a past day, such as 2026-03-31")
        parser.add_argument("--from", dest="starts", help="the first day of a period")
        parser.add_argument("--to", dest="ends", help="the last day of a period")
        parser.add_argument("--organisation", help="web address (slug) of a partner")
        parser.add_argument("--series", help="web address (slug) of a series of seminars")
        parser.add_argument("--out", help="the file to write")

    def handle(self, *, name, project, kind, out, **options):
        if options["list"]:
            for one in registry.all_reports():
                self.stdout.write(f"{one.name}: {one.about}")
            return
        if not name or not out:
            raise CommandError("Enter the name of a report, and --out with the file to write")
        report = registry.named(name)
        if report is None:
            known = ", ".join(one.name for one in registry.all_reports())
            raise CommandError(f"There is no report called “{name}”. Use one of these: {known}")
        if kind not in report.formats:
            raise CommandError(
                f"{report.title} has no {Format(kind).label} format. Use one of these: "
                f"{', '.join(report.formats)}"
            )
        asked = _answers(report, project, options)
        for sentence in _leave_out(report, asked):
            self.stderr.write(sentence)
        try:
            question = read(report, asked, user=None)
            with made(report, question, [kind]) as (_, files), whole(Path(out)) as half:
                shutil.copyfile(files[0].path, half)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        except pdf.CannotPrint as error:
            raise CommandError(f"The PDF could not be printed: {error}") from error
        except OSError as error:
            raise CommandError(f"{out} could not be written: {error.strerror or error}") from error
        self.stdout.write(f"Wrote {report.said(question)} to {out}")


def _answers(report, project, options):
    answers = {"project": project, "edition": options["edition"]}
    answers |= {name: options[name] for name in ("organisation", "series") if options[name]}
    for name in ("as_at", "starts", "ends"):
        if text := options[name]:
            try:
                answers[name] = date.fromisoformat(text).isoformat()
            except ValueError:
                raise CommandError(f"“{text}” is not a date. Enter it as 2026-03-31") from None
    return answers


def _leave_out(report, answers):
    """Drop what the report has no use for, so that one script can ask for any report, and take the
    financial year so far where a period is needed and none was given. Yields what to say of it."""
    fields = report.asks(report=report, user=None).fields
    for name, said in UNUSED.items():
        if answers.get(name) and name not in fields:
            # The last day that is looked at: of a period it is its end.
            if name == "as_at" and "ends" in fields and not answers.get("ends"):
                answers["ends"] = answers[name]
            else:
                yield f"{report.title} {said}"
    if "starts" in fields and "ends" in fields:
        today = timezone.localdate().isoformat()
        if not answers.get("ends"):
            answers["ends"] = today
            yield f"No last day was given: {report.title} ends on {today}"
        if not answers.get("starts"):
            ends = date.fromisoformat(answers["ends"])
            answers["starts"] = date(ends.year - (ends.month < APRIL), APRIL, 1).isoformat()
            yield f"No first day was given: {report.title} begins on {answers['starts']}"
