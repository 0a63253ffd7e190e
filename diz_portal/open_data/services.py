"""Publishing an edition, and checking what is published."""

import hashlib
import io
import tempfile
from datetime import date
from typing import IO

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from diz_portal.locks import one_at_a_time
from diz_portal.places.selectors import partnership
from diz_portal.reports import editions as kept
from diz_portal.reports.making import one_snapshot

from . import addresses, checking, formats
from .declaring import Dataset, Reading, Standard, datasets, standards
from .models import Edition, EditionFile, Validation
from .selectors import reading_after_the_last

LOCK = "open-data-edition"
CHUNK = 1 << 20


def publish_all(*, monthly: bool = False) -> list[Edition]:
    """An edition of today of every dataset that has none; `monthly`: none of this month."""
    today = timezone.localdate()
    since = today.replace(day=1) if monthly else today
    made = []
    everything: list[Dataset | Standard] = [*datasets(), *standards()]
    for one in everything:
        if not Edition.objects.filter(slug=one.slug, as_at__gte=since).exists():
            edition = publish(one)
            if edition is not None:
                made.append(edition)
    return made


def publish(one: Dataset | Standard) -> Edition | None:
    """An edition of today, kept for good; the one that there is, where there is one already. None
    where there is nothing to publish.

    All files are written from one look at the records, and stored before the edition has a name.
    """
    today = timezone.localdate()
    if found := Edition.objects.filter(slug=one.slug, as_at=today).first():
        return found
    with tempfile.TemporaryDirectory() as folder:
        with one_snapshot():
            reading = (
                reading_after_the_last(one, today) if isinstance(one, Dataset) else Reading(today)
            )
            written = _written(one, reading, folder)
            described = _described(one, today)
        if written is None:
            return None
        rows, files = written
        with transaction.atomic():
            one_at_a_time(LOCK)
            if found := Edition.objects.filter(slug=one.slug, as_at=today).first():
                return found
            edition = Edition.objects.create(
                slug=one.slug,
                as_at=today,
                rows=rows,
                counts=kept.kept(reading.counts),
                described=described,
            )
            for ending, path in files.items():
                with open(path, "rb") as file:
                    size, sha256 = _summed(file)
                    file.seek(0)
                    EditionFile.objects.create(
                        edition=edition,
                        format=ending,
                        file=File(file, name=ending),
                        size=size,
                        sha256=sha256,
                    )
    return edition


def _written(
    one: Dataset | Standard, reading: Reading, folder: str
) -> tuple[int, dict[str, str]] | None:
    publisher = partnership().name
    files = {ending: f"{folder}/{ending}" for ending, _ in formats.ENDINGS}
    if isinstance(one, Standard):
        document = one.document(reading)
        if document is None:
            return None
        with open(files["json"], "w", encoding="utf-8") as file:
            file.write(formats.document(document))
        kinds = ["json"]
        if (flat := one.flat(document)) is not None:
            with open(files["csv"], "w", encoding="utf-8", newline="") as file:
                file.writelines(formats.table(*flat))
            kinds.append("csv")
        return one.count(), {kind: files[kind] for kind in kinds}
    with open(files["csv"], "w", encoding="utf-8", newline="") as file:
        file.writelines(formats.csv(one, reading))
    with open(files["json"], "w", encoding="utf-8") as file:
        file.writelines(formats.json_parts(one, reading, publisher))
    with open(files["xlsx"], "wb") as binary:
        formats.xlsx(one, reading, publisher, binary)
    return one.count(), files


def _described(one: Dataset | Standard, today: date) -> dict:
    if isinstance(one, Standard):
        return {}
    return formats.datapackage(
        one,
        publisher=partnership().name,
        address=addresses.page(one.slug),
        as_at=today.isoformat(),
        file={},
    )


def _summed(file: IO[bytes]) -> tuple[int, str]:
    digest = hashlib.sha256()
    while part := file.read(CHUNK):
        digest.update(part)
    file.seek(0, io.SEEK_END)
    return file.tell(), digest.hexdigest()


def check_all() -> list[Validation]:
    """Check everything, and keep what was found: one row each."""
    made = []
    for dataset in datasets():
        reading = reading_after_the_last(dataset, timezone.localdate())
        records, found = checking.of_dataset(dataset, reading)
        made.append(_kept(dataset.slug, checking.OURS, records, found))
    for standard in standards():
        judged_by, records, found = checking.of_standard(standard)
        made.append(_kept(standard.slug, judged_by, records, found))
    return made


def _kept(slug: str, judged_by: str, records: int, found: list) -> Validation:
    faults = sum(one.stops for one in found)
    return Validation.objects.create(
        slug=slug,
        judged_by=judged_by,
        records=records,
        faults=faults,
        warnings=len(found) - faults,
    )
