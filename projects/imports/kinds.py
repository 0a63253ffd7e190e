"""What can be brought into a project: its sites, milestones and risks."""

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from diz_portal.accounts.models import User
from diz_portal.imports import records
from diz_portal.imports.columns import Columns
from diz_portal.imports.kinds import Check, Kind, Share
from diz_portal.imports.models import ImportAction
from diz_portal.imports.preview import Preview
from diz_portal.places.models import District
from diz_portal.tables import FileRefused
from partners.models import Organisation
from projects.imports.applying import apply_sites
from projects.imports.fields import MILESTONE_FIELDS, RISK_FIELDS, SITE_FIELDS
from projects.imports.models import (
    ImportBatch,
    ImportKind,
    ImportRow,
    ImportSource,
)
from projects.imports.practices import PracticeCheck, looks_like_epraccur
from projects.imports.records import RecordCheck
from projects.imports.sites import SiteCheck
from projects.imports.undoing import undo_sites
from projects.portfolio.models import Milestone, Project, Proximity, Risk, RiskState
from projects.rollout.stages import Stage

SCOPE_NEEDED = (
    "This import changes which sites are in the project's scope. The lead of the organisation "
    "that leads the project, or a programme manager, has to apply it."
)


class ProjectKind(Kind):
    """Imports into one project wait for each other."""

    def hold(self, batch: ImportBatch) -> None:
        Project.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.project_id)

    def looked_at(self, batch: ImportBatch) -> tuple[str, str]:
        url = reverse(f"projects_workspace:{self.name}", args=[batch.project.slug])
        return f"See the {self.nouns}", url


class Sites(ProjectKind):
    knows_by_a_name = False  # but by a code or a number
    name, noun, nouns = ImportKind.SITES.value, "site", "sites"
    fields = SITE_FIELDS
    needed = [("ods_code", "uprn")]
    list_source, list_label = ImportSource.EPRACCUR.value, "the NHS list of practices"
    worded, word_choices = "stage", Stage.choices
    no_word = "None of our stages: show its rows as errors"
    labels = {
        "district_id": "District",
        "stage_on": "Stage date",
        "source_inactive_on": "No longer active in the NHS list since",
    }
    hidden = frozenset({"reference"})
    undone_new = "withdrawn: they disappear from every list and figure"
    undone_more = "The history stays: stages and scope are set right by new entries that say why."

    def is_list(self, rows: list[list[Any]]) -> bool:
        return looks_like_epraccur(rows)

    def check(self, batch: ImportBatch, columns: Columns, preview: Preview) -> Check:
        checker = SiteCheck if batch.is_table else PracticeCheck
        return checker(batch, columns, preview)

    def apply(self, batch: ImportBatch, *, by: User | None, progress: Share) -> None:
        apply_sites(batch, approved_by=by, progress=progress)

    def undo(self, batch: ImportBatch, *, by: User | None, progress: Share) -> None:
        undo_sites(batch, by=by, progress=progress)

    def why_not(self, batch: ImportBatch, by: User) -> str:
        may = not changes_scope(batch) or by.has_perm("projects.change_scope", batch.project)
        if not may:
            return SCOPE_NEEDED
        if accepts_sites(batch) and not by.has_perm("projects.manage", batch.project):
            return ACCEPTANCE_NEEDED
        return ""

    def facts(self, batch: ImportBatch) -> list[str]:
        return _scope_in_words(batch)

    def names(self, rows: list[ImportRow]) -> dict[str, dict[Any, str]]:
        return {
            "district_id": dict(District.objects.values_list("pk", "name")),
            "stage": dict(Stage.choices),
        }


# A supplier's file is the supplier's word.
ACCEPTANCE_NEEDED = (
    "This file accepts sites. Leave those rows out and attach each signed acceptance on the page "
    "of its site, or ask a programme manager to apply the file."
)


def accepts_sites(batch: ImportBatch) -> bool:
    return batch.rows.filter(
        Q(action=ImportAction.CREATE, values__stage=Stage.ACCEPTED)
        | Q(action=ImportAction.CHANGE, values__stage__1=Stage.ACCEPTED)
    ).exists()


def changes_scope(batch: ImportBatch) -> bool:
    return bool(batch.summary.get("scope_in") or batch.summary.get("scope_out"))


def _scope_in_words(batch: ImportBatch) -> list[str]:
    came, went = (batch.summary.get(name, 0) for name in ("scope_in", "scope_out"))
    future = batch.state == "checked"
    parts = []
    if came:
        sites = "1 site" if came == 1 else f"{came:,} sites"
        parts.append(f"{sites} {'would come' if future else 'came'} in")
    if went:
        parts.append(f"{went:,} {'would go' if future else 'went'} out")
    return [f"In the scope ledger: {' and '.join(parts)}."] if parts else []


class Records(ProjectKind):
    """Dozens of these, not thousands, recognised by their title."""

    model: type[Model]
    titled = "title"
    needed = [("title",)]
    labels = {"owner_id": "Owner (organisation)"}

    def records(self, batch: ImportBatch) -> QuerySet[Any]:
        rows = self.model._default_manager.filter(project_id=batch.project_id)
        # What was withdrawn is none that a file could mean.
        return rows.standing() if hasattr(rows, "standing") else rows

    def is_list(self, rows: list[list[Any]]) -> bool:
        if looks_like_epraccur(rows):
            raise FileRefused("This is the NHS list of practices: import it as sites.")
        return False

    def check(self, batch: ImportBatch, columns: Columns, preview: Preview) -> Check:
        return RecordCheck(batch, self, columns, preview)

    def apply(self, batch: ImportBatch, *, by: User | None, progress: Share) -> None:
        given = {"project_id": batch.project_id}
        records.apply_records(
            batch, self.records(batch), noun=self.noun, titled=self.titled, given=given
        )

    def undo(self, batch: ImportBatch, *, by: User | None, progress: Share) -> None:
        records.undo_records(batch, self.records(batch), noun=self.noun)

    def names(self, rows: list[ImportRow]) -> dict[str, dict[Any, str]]:
        owners = set()
        for row in rows:
            value = row.values.get("owner_id")
            owners.update(value if isinstance(value, list) else [value])
        found = Organisation.objects.filter(pk__in=owners - {None}) if owners - {None} else []
        return {
            "owner_id": {one.pk: one.name for one in found},
            "proximity": dict(Proximity.choices),
            "state": dict(RiskState.choices),
        }


class Milestones(Records):
    name, noun, nouns = ImportKind.MILESTONES.value, "milestone", "milestones"
    model = Milestone
    fields = MILESTONE_FIELDS


class Risks(Records):
    name, noun, nouns = ImportKind.RISKS.value, "risk", "risks"
    model = Risk
    fields = RISK_FIELDS
