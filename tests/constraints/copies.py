"""The constraints of copies for people, each with the row that breaks it."""

from diz_portal.privacy.models import CopyFile, CopyHandout, CopyReading, PreparedCopy

from .breaking import Case, Rows, another, changed

MARK = "0" * 64


def stand(rows: Rows) -> None:
    rows.copy = PreparedCopy.objects.create(
        request=rows.request, records=["registration:x"], started_by=rows.ada
    )
    rows.finished_copy = PreparedCopy.objects.create(
        request=rows.request,
        records=["registration:x"],
        started_by=rows.ada,
        finished_at=rows.now,
        finished_by=rows.ada,
        held=MARK,
    )
    rows.copy_reading = CopyReading.objects.create(
        copy=rows.copy, place="x", text=MARK, words="Otto", reason="another", by=rows.ada
    )
    rows.copy_file = CopyFile.objects.create(
        copy=rows.finished_copy,
        format="pdf",
        file="copies/x",
        size=1,
        sha256=MARK,
        made_by=rows.ada,
    )
    CopyHandout.objects.create(copy=rows.finished_copy, format="pdf", sha256=MARK, by=rows.ada)


CASES: dict[str, Case] = {
    "privacy_copy_finished_by_somebody": lambda rows: changed(rows.copy, finished_at=rows.now),
    "privacy_copy_of_something": lambda rows: changed(rows.copy, records=[]),
    "privacy_copy_one_at_a_time": lambda rows: another(rows.copy),
    "privacy_blacked_out_for_a_reason": lambda rows: changed(rows.copy_reading, reason=""),
    "privacy_copy_file_of_each_kind": lambda rows: another(rows.copy_file),
    "privacy_copy_file_is_whole": lambda rows: changed(rows.copy_file, size=0),
}
