"""A ledger's export as a file, and its lines in the portal."""

import csv
import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from diz_portal.imports import jobs
from diz_portal.imports import services as imports
from projects.models import LedgerImportBatch
from projects.money import periods
from projects.money.services.ledger_files import upload

from .money import days_ago

HEADINGS = ["Transaction reference", "Date", "Amount", "Supplier", "Description"]


def last_month() -> date:
    """The first day of the month before this: it has ended, and may be signed."""
    return periods.month_of(periods.month_of(days_ago(0)) - (days_ago(0) - days_ago(1)))


def ledger_file(*rows, headings=HEADINGS, name="ledger.csv") -> SimpleUploadedFile:
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return SimpleUploadedFile(name, out.getvalue().encode())


def checked(project, *rows, by, headings=HEADINGS, file=None) -> LedgerImportBatch:
    """A file of the ledger, uploaded and looked at."""
    batch = upload(project=project, by=by, file=file or ledger_file(*rows, headings=headings))
    jobs.run("projects.LedgerImportBatch", batch.pk)
    batch.refresh_from_db()
    return batch


def applied(batch, by) -> LedgerImportBatch:
    imports.apply(batch=batch, by=by)
    jobs.run("projects.LedgerImportBatch", batch.pk)
    batch.refresh_from_db()
    return batch


def booked(project, *rows, by, **options) -> LedgerImportBatch:
    """The same, and applied."""
    return applied(checked(project, *rows, by=by, **options), by)
