"""From a stored file to its preview. Nothing of what it is about is written here."""

from collections.abc import Iterator, Mapping

from django.db import transaction

from diz_portal.tables import FileRefused, Row, Table, open_table

from . import headings, kinds
from .columns import Columns
from .models import Batch
from .preview import Preview, place_of, said_of


def open_batch(batch: Batch) -> Table:
    """The batch's file as a table. The caller closes `batch.file`."""
    kind = kinds.of(batch)
    known = headings.known(kind)
    batch.file.open("rb")
    return open_table(
        batch.file.file,
        batch.file_name,
        lambda heading: headings.norm(heading) in known,
        limits=kind.limits,
        is_list=kind.is_list,
    )


def _columns(batch: Batch, table: Table, whole: Mapping[str, str]) -> Columns:
    kind = kinds.of(batch)
    if not batch.is_table:
        return Columns()
    if lacking := headings.missing(kind, batch.headings):
        raise FileRefused(lacking)
    repair = bool(batch.choices.get("repair"))
    return Columns(kind.fields, table, batch.headings, whole, repair=repair)


def check(batch: Batch, progress: kinds.Progress) -> Preview:
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
    batch: Batch, progress: kinds.Progress, whole: Mapping[str, str]
) -> tuple[Preview, dict[str, str]]:
    """The rows judged, without the columns that are refused whole; and which of the others are."""
    preview = Preview(batch)
    try:
        table = open_batch(batch)
        columns = preview.columns = _columns(batch, table, whole)
        preview.aside = table.aside
        kind = kinds.of(batch)
        preview.judges_asides = kind.knows_by_a_name
        rows = table.rows(hidden=not batch.choices.get("without_hidden"))
        kind.check(batch, columns, preview).run(_wanted(rows, batch, preview), progress)
        preview.counts["misread"] = columns.misread
        preview.counts["hidden"] = table.hidden_rows
        if columns.left_out:
            preview.notes.append(_left_out(columns.left_out))
        preview.notes.extend(table.notes)
    except BaseException:
        preview.close()
        raise
    finally:
        batch.file.close()
    return preview, columns.refused()


def _left_out(headings: list[str]) -> str:
    named = ", ".join(f"“{heading}”" for heading in headings)
    if len(headings) == 1:
        return f"Column {named} was ignored because it is not matched to anything."
    return f"Columns {named} were ignored because they are not matched to anything."


def _wanted(rows: Iterator[Row], batch: Batch, preview: Preview) -> Iterator[Row]:
    """The rows that nobody has left out, and that look like rows of the table."""
    out = said_of(batch, "out")
    for preview.rows_read, row in enumerate(rows, 1):
        if out and place_of(row) in out:
            preview.leave_out(row)
        else:
            yield row


@transaction.atomic
def store(batch: Batch, preview: Preview) -> None:
    """Put the preview in the place of an earlier one."""
    batch.rows.all().delete()  # type: ignore[attr-defined]
    preview.load()
    batch.summary = preview.summary()
