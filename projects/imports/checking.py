"""From a stored file to its preview. Nothing of the project is written here."""

from collections.abc import Callable, Mapping

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


def matched_columns(batch: ImportBatch, table: Table, whole: Mapping[str, str]) -> Columns:
    if lacking := missing(batch.kind, batch.headings):
        raise FileRefused(lacking)
    return Columns(batch.kind, table, batch.headings, whole)


def check(batch: ImportBatch, progress: Progress) -> Preview:
    """Judge every row. The caller loads the preview into the database, and closes it.

    Only the last row tells whether a column is written in another convention than ours. Then all
    of its values are wrong, and the rows are judged again.
    """
    preview, refused = _judged(batch, progress, {})
    if refused:
        preview.close()
        preview, _ = _judged(batch, progress, refused)
    return preview


def _judged(
    batch: ImportBatch, progress: Progress, whole: Mapping[str, str]
) -> tuple[Preview, dict[str, str]]:
    """The rows judged, without the columns that are refused whole; and which of the others are."""
    preview, refused = Preview(batch), {}
    try:
        table = open_batch(batch)
        if batch.source == ImportSource.EPRACCUR:
            PracticeCheck(batch, preview).run(table.rows(), progress)
        else:
            columns = matched_columns(batch, table, whole)
            checker = SiteCheck if batch.kind == ImportKind.SITES else RecordCheck
            checker(batch, columns, preview).run(table.rows(), progress)
            refused = columns.refused()
        preview.notes.extend(table.notes)
    except BaseException:
        preview.close()
        raise
    finally:
        batch.file.close()
    return preview, refused


@transaction.atomic
def store(batch: ImportBatch, preview: Preview) -> None:
    """Put the preview in the place of an earlier one."""
    batch.rows.all().delete()
    preview.load()
    batch.summary = preview.summary()
