"""What can be imported into a project: its sites, milestones and risks."""

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from diz_portal.accounts.models import User
from diz_portal.imports import records
from diz_portal.imports.columns import Columns
from diz_portal.imports.kinds import Check, Kind, Share
from diz_portal.imports.models import ImportAction, ImportState
from diz_portal.imports.preview import Preview
from diz_portal.places.models import District
from diz_portal.tables import FileRefused
from partners.models import Organisation
from projects.imports.applying import CONTROLLED, apply_sites
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
from projects.portfolio.controlled import is_controlled
from projects.portfolio.models import Milestone, Project, Proximity, Risk, RiskState
from projects.rollout.stages import Stage

SCOPE_NEEDED = (
    "This import changes which sites are in scope. Ask the lead of the project’s lead "
    "organisation, or a programme manager, to apply it"
)


class ProjectKind(Kind):
    """Imports into one project wait for each other."""

    def hold(self, batch: ImportBatch) -> None:
        Project.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.project_id)

    def looked_at(self, batch: ImportBatch) -> tuple[str, str]:
        url = reverse(f"projects_workspace:{self.name}", args=[batch.project.slug])
        return f"Go to {self.nouns}", url


class Sites(ProjectKind):
    knows_by_a_name = False  # but by a code or a number
    name, noun, nouns = ImportKind.SITES.value, "site", "sites"
    fields = SITE_FIELDS
    needed = [("ods_code", "uprn")]
    list_source, list_label = ImportSource.EPRACCUR.value, "the NHS list of practices"
    worded, word_choices = "stage", Stage.choices
    worded_as = ("stage", "stages")
    no_word = "Not a valid stage (treat as an error)"
    labels = {
        "district_id": "District",
        "stage_on": "Stage date",
        "source_inactive_on": "No longer active in NHS list since",
    }
    hidden = frozenset({"reference"})
    undone_new = "removed from every list and figure"
    undone_more = "The history is kept. New entries will reverse the stage and scope changes."

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
        if changes_scope(batch) and is_controlled(batch.project):
            return CONTROLLED
        if accepts_sites(batch) and not by.has_perm("projects.manage", batch.project):
            return ACCEPTANCE_NEEDED
        return ""

    def facts(self, batch: ImportBatch) -> list[str]:
        return _said_of_scope(batch)

    def names(self, rows: list[ImportRow]) -> dict[str, dict[Any, str]]:
        return {
            "district_id": dict(District.objects.values_list("pk", "name")),
            "stage": dict(Stage.choices),
        }


# A supplier's file is the supplier's word.
ACCEPTANCE_NEEDED = (
    "This file changes sites to “Accepted”. Leave those rows out and add each signed acceptance on "
    "its site’s page, or ask a programme manager to apply the file"
)


def accepts_sites(batch: ImportBatch) -> bool:
    return batch.rows.filter(
        Q(action=ImportAction.CREATE, values__stage=Stage.ACCEPTED)
        | Q(action=ImportAction.CHANGE, values__stage__1=Stage.ACCEPTED)
    ).exists()


def changes_scope(batch: ImportBatch) -> bool:
    return bool(batch.summary.get("scope_in") or batch.summary.get("scope_out"))


def _said_of_scope(batch: ImportBatch) -> list[str]:
    added, removed = (batch.summary.get(name, 0) for name in ("scope_in", "scope_out"))
    if batch.state == ImportState.CHECKED:
        said = (
            "1 site will be added to scope.",
            "{:,} sites will be added to scope.",
            "1 site will be removed from scope.",
            "{:,} sites will be removed from scope.",
        )
    else:
        said = (
            "1 site was added to scope.",
            "{:,} sites were added to scope.",
            "1 site was removed from scope.",
            "{:,} sites were removed from scope.",
        )
    facts = []
    if added:
        facts.append(said[0] if added == 1 else said[1].format(added))
    if removed:
        facts.append(said[2] if removed == 1 else said[3].format(removed))
    return facts


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
            raise FileRefused("This is the NHS list of practices. Import it as sites")
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
