"""A table of sites, row by row: new, changed field by field, a correction of what happened,
unchanged, or wrong and why.

One pass without model instances, a thousand rows at a time: 100,000 sites are checked in
seconds and in constant memory.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from diz_portal.imports.columns import Columns, Errors, Seen, in_chunks
from diz_portal.imports.copying import keys_of, references
from diz_portal.imports.preview import Preview
from diz_portal.imports.records import same
from diz_portal.places.generalised import degrees
from diz_portal.places.selectors import compact_postcode
from diz_portal.tables import Row
from diz_portal.tables.values import Wrong
from diz_portal.words import uk_date
from projects.imports.existing import ExistingSite, existing_sites, last_entry_days
from projects.imports.fields import stage_of
from projects.imports.models import ImportBatch
from projects.imports.values import check_place
from projects.imports.where import Districts, Place
from projects.rollout.models import Site, StageEntry
from projects.rollout.stages import OUT_OF_SCOPE, STAGE_MOVES, Stage

# Fields that are not simply a column of the site.
NOT_PLAIN = {"postcode", "district", "latitude", "longitude", "stage", "stage_date"}
# What was measured → when and with what. Another figure is another measurement: the day and the
# method of the old one say nothing about it.
MEASURED = {
    when: (
        [f"download_{when}_mbps", f"upload_{when}_mbps", f"latency_{when}_ms"],
        {f"measured_{when}_on": None, f"method_{when}": ""},
    )
    for when in ("before", "after")
}
ASKS_REASON_CODE = (
    "To remove a site from scope you need to select a reason. Update the site on its own page"
)


class SiteCheck:
    def __init__(self, batch: ImportBatch, columns: Columns, preview: Preview):
        self.batch = batch
        self.project_id = batch.project_id
        self.columns = columns
        self.preview = preview
        self.districts = Districts()
        self.today = timezone.localdate()
        self._today = self.today.isoformat()
        sites = Site.objects.standing().filter(project_id=self.project_id)
        self._has_sites = sites.exists()
        self._seen_ods, self._seen_uprn, self._seen_site = Seen(), Seen(), Seen()
        self._site_keys = keys_of(Site._meta.db_table)
        self._entry_keys = keys_of(StageEntry._meta.db_table)
        self._references = references()
        self._stages: dict[str, str | None] = {}

    def run(self, rows: Iterator[Row], progress: Callable[[int], None]) -> None:
        for chunk in in_chunks(rows, progress):
            read = [(row, *self.columns.values(row)) for row in chunk]
            by_ods: dict[str, ExistingSite] = {}
            by_uprn: dict[str, ExistingSite] = {}
            if self._has_sites:
                by_ods, by_uprn = existing_sites(
                    self.project_id,
                    [values["ods_code"] for _, values, _ in read if "ods_code" in values],
                    [values["uprn"] for _, values, _ in read if "uprn" in values],
                )
            for row, values, errors in read:
                self._judge(row, values, errors, by_ods, by_uprn)

    # One row -----------------------------------------------------------------------------

    def _judge(
        self,
        row: Row,
        values: dict[str, Any],
        errors: Errors,
        by_ods: dict[str, ExistingSite],
        by_uprn: dict[str, ExistingSite],
    ) -> None:
        ods, uprn = values.get("ods_code"), values.get("uprn")
        label = values.get("name") or ods or uprn or ""
        site = None
        try:
            self._check_keys(row, ods, uprn, errors)
            site = self._find(ods, uprn, by_ods, by_uprn)
            if site and (both := self._seen_site.before(site.id, row)):
                errors.append(
                    ("", f"{both} are for the same site, {site.values['name']}. Leave one out")
                )
        except Wrong as wrong:
            errors.append(("", str(wrong)))
        wanted = self._wanted(values, site, errors)
        stage, on = self._stage(row, values, errors)
        if errors:
            self.preview.error(row, label, errors)
            return
        if site is None:
            self._create(row, label, wanted, stage, on)
        else:
            try:
                self._change(row, site, wanted, stage, on)
            except Wrong as wrong:
                column = self.columns.heading_of.get("stage", "")
                self.preview.error(row, label or site.values["name"], [(column, str(wrong))])

    def _check_keys(self, row: Row, ods: str | None, uprn: str | None, errors: Errors) -> None:
        heading = self.columns.heading_of
        if ods and (both := self._seen_ods.before(ods, row)):
            errors.append(
                (heading["ods_code"], f"{both} both have the ODS code {ods}. Leave one out")
            )
        if uprn and (both := self._seen_uprn.before(uprn, row)):
            errors.append((heading["uprn"], f"{both} both have the UPRN {uprn}. Leave one out"))
        if not ods and not uprn and not errors:
            raise Wrong("Enter an ODS code or a UPRN for this site")

    def _find(
        self,
        ods: str | None,
        uprn: str | None,
        by_ods: dict[str, ExistingSite],
        by_uprn: dict[str, ExistingSite],
    ) -> ExistingSite | None:
        of_ods = by_ods.get(ods) if ods else None
        of_uprn = by_uprn.get(uprn) if uprn else None
        if of_ods and of_uprn and of_ods.id != of_uprn.id:
            raise Wrong(
                f"The ODS code {ods} belongs to {of_ods.values['name']}, but the UPRN {uprn} "
                f"belongs to {of_uprn.values['name']}. Correct one of them"
            )
        if of_uprn and not of_ods and ods and of_uprn.values["ods_code"]:
            raise Wrong(
                f"The UPRN {uprn} already belongs to {of_uprn.values['name']}, with the ODS code "
                f"{of_uprn.values['ods_code']}. Remove the UPRN if 2 practices share a building"
            )
        return of_ods or of_uprn

    def _wanted(
        self, values: dict[str, Any], site: ExistingSite | None, errors: Errors
    ) -> dict[str, Any]:
        """The columns the row sets, by their names in the database."""
        wanted = {name: value for name, value in values.items() if name not in NOT_PLAIN}
        heading = self.columns.heading_of
        if site is None and "name" not in wanted and not errors:
            errors.append((heading.get("name", ""), "Enter a name for this new site"))
        place = None
        try:
            if "postcode" in values:
                place = self._place(values["postcode"], site)
                wanted["postcode"] = place.postcode
        except Wrong as wrong:
            errors.append((heading["postcode"], str(wrong)))
        try:
            if place and place.district_id:
                wanted["district_id"] = place.district_id
            elif "district" in values:
                wanted["district_id"] = self.districts.by_words(values["district"])
            elif site is None and not errors:
                raise Wrong(self._no_district(place is not None))  # noqa: TRY301
        except Wrong as wrong:
            errors.append((heading.get("district", heading.get("postcode", "")), str(wrong)))
        try:
            if "latitude" in values or "longitude" in values:
                latitude, longitude = values.get("latitude"), values.get("longitude")
                check_place(latitude, longitude)
                if not self._is_as_published(site, latitude, longitude):
                    wanted["latitude"], wanted["longitude"] = latitude, longitude
            elif place and place.latitude is not None and self._needs_place(site, place.postcode):
                wanted["latitude"], wanted["longitude"] = place.latitude, place.longitude
        except Wrong as wrong:
            errors.append((heading.get("latitude", heading.get("longitude", "")), str(wrong)))
        return wanted

    def _place(self, postcode: str, site: ExistingSite | None) -> Place:
        """Where the postcode is. One the portal does not know is no news about a site that
        has it already: a new street takes months to reach the postcode directory."""
        try:
            return self.districts.by_postcode(postcode)
        except Wrong:
            known = site.values["postcode"] if site else ""
            if known and compact_postcode(known) == compact_postcode(postcode):
                return Place(known, None)
            raise

    def _no_district(self, has_postcode: bool) -> str:
        if has_postcode:
            return (
                "We do not know the district of this site. Add a column with its district, or load "
                "postcodes with “manage.py import_postcodes”"
            )
        return "Enter a postcode or a district for this site"

    @staticmethod
    def _is_as_published(
        site: ExistingSite | None, latitude: float | None, longitude: float | None
    ) -> bool:
        """Whether the point is ours, as our public file has it: coarser, and nothing new."""
        if site is None or site.values["latitude"] is None:
            return False
        ours = degrees(site.values["latitude"]), degrees(site.values["longitude"])
        return (latitude, longitude) == ours

    @staticmethod
    def _needs_place(site: ExistingSite | None, postcode: str) -> bool:
        """Whether the middle of the postcode is better than what is known."""
        if site is None or site.values["latitude"] is None:
            return True
        return site.values["postcode"] != postcode

    # Stages ------------------------------------------------------------------------------

    def _stage(
        self, row: Row, values: dict[str, Any], errors: Errors
    ) -> tuple[str | None, str | None]:
        on = values.get("stage_date")
        heading = self.columns.heading_of
        if on and on > self._today:
            errors.append(
                (
                    heading["stage_date"],
                    f"Enter a stage date that is today or in the past, not {_uk(on)}",
                )
            )
        word = values.get("stage")
        if word is None:
            if on and not errors:
                errors.append((heading["stage_date"], "Enter the stage that this date is for"))
            return None, None
        if word not in self._stages:
            self._stages[word] = stage_of(word, self.batch.words)
        stage = self._stages[word]
        if not stage:
            if stage is None:
                self.preview.unknown(row, word)
            names = ", ".join(Stage.labels)
            errors.append(
                (heading["stage"], f"“{word}” is not a stage. Enter one of these: {names}")
            )
            return None, None
        return stage, on

    def _create(
        self, row: Row, label: str, wanted: dict[str, Any], stage: str | None, on: str | None
    ) -> None:
        stage = stage or Stage.CANDIDATE.value
        scope = 0 if stage in OUT_OF_SCOPE or stage == Stage.ON_HOLD else 1
        wanted["reference"] = next(self._references)
        wanted["stage"] = stage
        if on:
            wanted["stage_on"] = on
        self.preview.counts["scope_in"] += scope
        self.preview.create(
            row,
            label,
            wanted,
            key=next(self._site_keys),
            entry_id=next(self._entry_keys),
            scope_step=scope,
        )

    def _change(
        self,
        row: Row,
        site: ExistingSite,
        wanted: dict[str, Any],
        stage: str | None,
        on: str | None,
    ) -> None:
        changes = {
            name: [site.values[name], value]
            for name, value in wanted.items()
            if not same(site.values[name], value)
        }
        _measured_anew(site, changes, wanted)
        known = {"was_entry_id": site.entry_id, "version": site.version}
        name, scope, entry = site.values["name"], 0, None
        if stage and (stage != site.stage or site.entry_id is None):
            scope = self._move(site, stage, on)
            changes["stage"] = [site.stage, stage]
            changes["stage_on"] = [site.stage_on, on]
            entry = next(self._entry_keys)
        elif stage and on and on != site.stage_on and site.entry_id:
            self._correct_date(site, on)
            corrected = {"stage_on": [site.stage_on, on]}
            key = next(self._entry_keys)
            self.preview.correct(row, name, corrected, key=site.id, entry_id=key, **known)
            if not changes:
                return
        if not changes:
            self.preview.unchanged()
            return
        if scope:
            self.preview.counts["scope_in" if scope > 0 else "scope_out"] += 1
        self.preview.change(
            row, name, changes, key=site.id, entry_id=entry, scope_step=scope, **known
        )

    def _move(self, site: ExistingSite, stage: str, on: str | None) -> int:
        """Refuse a move the site may not make; what it does to the scope otherwise."""
        if site.entry_id and stage not in STAGE_MOVES[Stage(site.stage)]:
            raise Wrong(
                f"You cannot change the stage from “{Stage(site.stage).label}” to "
                f"“{Stage(stage).label}”. Check the stage"
            )
        if on and site.stage_on and on < site.stage_on:
            raise Wrong(
                f"The site has been at “{Stage(site.stage).label}” since {_uk(site.stage_on)}. "
                f"Enter a date for “{Stage(stage).label}” that is not before that"
            )
        if stage == Stage.ON_HOLD:
            return 0
        if stage not in OUT_OF_SCOPE:
            return 0 if site.in_scope else 1
        if site.in_scope and stage not in (Stage.MERGED, Stage.ALREADY_GIGABIT):
            raise Wrong(ASKS_REASON_CODE)
        return -1 if site.in_scope else 0

    def _correct_date(self, site: ExistingSite, on: str) -> None:
        """The same stage on another day is a correction of the entry, within its neighbours."""
        if not hasattr(self, "_entry_days"):
            self._entry_days = last_entry_days(self.project_id)
        before = self._entry_days.get(site.id)
        if before and on < before:
            raise Wrong(
                f"The site reached its previous stage on {_uk(before)}. Enter a stage date that is "
                f"not before that, instead of {_uk(on)}"
            )


def _measured_anew(site: ExistingSite, changes: dict[str, list], wanted: dict[str, Any]) -> None:
    """Of a new speed, the day and the method are those of the file, or none."""
    for figures, facts in MEASURED.values():
        if changes.keys().isdisjoint(figures):
            continue
        for name, blank in facts.items():
            if name not in wanted and site.values[name]:
                changes[name] = [site.values[name], blank]


def _uk(iso: str) -> str:
    return uk_date(date.fromisoformat(iso))
