"""From a stored file to its preview. Nothing of the project is written here."""

from collections.abc import Callable

from django.db import transaction

from diz_portal.tables import FileRefused, Table, open_table
from projects.imports.fields import known_headings, missing, norm
from projects.imports.models import ImportBatch, ImportKind, ImportSource
from projects.imports.practices import PracticeCheck, looks_like_epraccur
from projects.imports.preview import Preview
from projects.imports.records import RecordCheck
from projects.imports.sites import SiteCheck
from projects.imports.table import Columns

Progress = Callable[[int], None]


def open_batch(batch: ImportBatch) -> Table:
    """The batch's file as a table. The caller closes `batch.file`."""
    known = known_headings(batch.kind)
    batch.file.open("rb")
    return open_table(
        batch.file.file,
        batch.file_name,
        lambda heading: norm(heading) in known,
        is_list=looks_like_epraccur,
    )


def matched_columns(batch: ImportBatch, table: Table) -> Columns:
    if lacking := missing(batch.kind, batch.headings):
        raise FileRefused(lacking)
    return Columns(batch.kind, table.headings, batch.headings)


def check(batch: ImportBatch, progress: Progress) -> Preview:
    """Judge every row. The caller loads the preview into the database, and closes it."""
    preview = Preview(batch)
    try:
        table = open_batch(batch)
        if batch.source == ImportSource.EPRACCUR:
            PracticeCheck(batch, preview).run(table.rows(), progress)
        else:
            columns = matched_columns(batch, table)
            checker = SiteCheck if batch.kind == ImportKind.SITES else RecordCheck
            checker(batch, columns, preview).run(table.rows(), progress)
        preview.notes.extend(table.notes)
    except BaseException:
        preview.close()
        raise
    finally:
        batch.file.close()
    return preview


@transaction.atomic
def store(batch: ImportBatch, preview: Preview) -> None:
    """Put the preview in the place of an earlier one."""
    batch.rows.all().delete()
    preview.load()
    batch.summary = preview.summary()
