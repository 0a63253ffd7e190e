"""The NHS list of practices (epraccur) as published: 27 columns, no heading row.

Active GP practices whose postcode lies in our districts become candidate sites. Everything
else is skipped and counted by reason: it is a national list, and most of it is not about us.
"""

from collections.abc import Callable, Iterator
from typing import Any

from diz_portal.imports.columns import Columns, in_chunks
from diz_portal.imports.preview import Preview
from diz_portal.tables import FileRefused, Row, text_of
from diz_portal.tables.values import Wrong, ods_code
from projects.imports.existing import ExistingSite, existing_sites
from projects.imports.models import ImportBatch
from projects.imports.sites import SiteCheck
from projects.imports.values import sentence_name
from projects.rollout.stages import Stage

EPRACCUR_COLUMNS = 27
CODE, NAME, ADDRESS, POSTCODE, STATUS, SETTING = 0, 1, slice(4, 9), 9, 12, 25
ACTIVE, GP_PRACTICE = "A", "4"
NO_POSTCODES = (
    "No postcodes are loaded, so we cannot tell which practices are in our area. Load the ONS "
    "Postcode Directory first, with “manage.py import_postcodes”"
)
NOT_ACTIVE = "not active (closed, dormant or proposed)"
NOT_A_PRACTICE = "not a GP practice (different prescribing setting)"
OUTSIDE = "outside our area"
NO_POSTCODE = "no postcode"


def looks_like_epraccur(rows: list[list[Any]]) -> bool:
    """The NHS list as published: no heading row, 27 columns, a practice code, a status letter.

    A workbook ends with its last cell that is not blank, and the last column of the list is.
    """
    if max(map(len, rows)) not in (EPRACCUR_COLUMNS - 1, EPRACCUR_COLUMNS):
        return False
    cells = _whole(rows[0])
    code, status, setting = (text_of(cells[at]) for at in (CODE, STATUS, SETTING))
    return (
        code.isalnum()
        and len(code) in range(5, 7)
        and status in {"A", "C", "D", "P"}
        and (setting.isdigit() or not setting)
    )


def _whole(cells: list[Any]) -> list[Any]:
    return [*cells, *[None] * (EPRACCUR_COLUMNS - len(cells))]


class PracticeCheck(SiteCheck):
    def __init__(self, batch: ImportBatch, columns: Columns, preview: Preview):
        super().__init__(batch, columns, preview)
        if not self.districts.have_postcodes:
            raise FileRefused(NO_POSTCODES)
        self.columns.heading_of.update(
            ods_code="1 (code)", name="2 (name)", postcode="10 (postcode)", uprn=""
        )
        self.columns.places.update({"1 (code)": CODE, "2 (name)": NAME, "10 (postcode)": POSTCODE})

    def run(self, rows: Iterator[Row], progress: Callable[[int], None]) -> None:
        for chunk in in_chunks(rows, progress):
            known: dict[str, ExistingSite] = {}
            if self._has_sites:
                codes = [text_of(row.cells[CODE]).upper() for row in chunk if row.cells]
                known, _ = existing_sites(self.project_id, codes, [])
            for row in chunk:
                self._practice(row, known)

    def _practice(self, row: Row, known: dict[str, ExistingSite]) -> None:
        if row.sheet:
            row = row._replace(cells=_whole(row.cells))
        if len(row.cells) != EPRACCUR_COLUMNS:
            message = (
                f"The row has {len(row.cells)} columns, but this list has {EPRACCUR_COLUMNS}. "
                "Download the list again"
            )
            self.preview.error(row, text_of(row.cells[CODE]), [("", message)])
            return
        name = sentence_name(text_of(row.cells[NAME]))[:200]
        try:
            code = ods_code(row.cells[CODE])
        except Wrong as wrong:
            self.preview.error(row, name, [("1 (code)", str(wrong))])
            return
        site = known.get(code)
        if text_of(row.cells[STATUS]) != ACTIVE:
            if site is not None and site.values["source_inactive_on"] is None:
                self._change(row, site, {"source_inactive_on": self._today}, None, None)
            elif site is not None:
                self.preview.unchanged()
            else:
                self.preview.skip(NOT_ACTIVE)
            return
        if text_of(row.cells[SETTING]) != GP_PRACTICE:
            self.preview.skip(NOT_A_PRACTICE)
            return
        postcode = text_of(row.cells[POSTCODE])
        if not self.districts.knows(postcode):
            self.preview.skip(OUTSIDE if postcode else NO_POSTCODE)
            return
        if both := self._seen_ods.before(code, row):
            message = f"{both} both have the ODS code {code}. Leave one out"
            self.preview.error(row, name, [("1 (code)", message)])
            return
        self._wanted_of(row, site, code, name, postcode)

    def _wanted_of(
        self, row: Row, site: ExistingSite | None, code: str, name: str, postcode: str
    ) -> None:
        place = self.districts.by_postcode(postcode)
        parts = [sentence_name(text_of(cell)) for cell in row.cells[ADDRESS]]
        wanted: dict[str, Any] = {
            "name": name,
            "ods_code": code,
            "address": ", ".join(part for part in parts if part)[:300],
            "postcode": place.postcode,
            "district_id": place.district_id,
        }
        if self._needs_place(site, place.postcode):
            wanted["latitude"], wanted["longitude"] = place.latitude, place.longitude
        if site is None:
            self._create(row, name, wanted, Stage.CANDIDATE.value, None)
            return
        # A name that somebody has put right by hand is not shouted back.
        if site.values["name"].casefold() == name.casefold():
            wanted.pop("name")
        if site.values["source_inactive_on"]:
            wanted["source_inactive_on"] = None
        self._change(row, site, wanted, None, None)
