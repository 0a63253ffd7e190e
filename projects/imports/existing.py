"""The sites a project has, as bare values to compare a file with."""

from typing import Any, NamedTuple

from diz_portal.imports.copying import fetch
from diz_portal.imports.records import plain

COMPARED = [
    "name",
    "ods_code",
    "uprn",
    "address",
    "postcode",
    "district_id",
    "latitude",
    "longitude",
    "supplier",
    "order_ref",
    "planned_live_on",
    "expected_live_on",
    "download_before_mbps",
    "upload_before_mbps",
    "latency_before_ms",
    "measured_before_on",
    "method_before",
    "download_after_mbps",
    "upload_after_mbps",
    "latency_after_ms",
    "measured_after_on",
    "method_after",
    "cost_estimate",
    "cost_contracted",
    "cost_actual",
    "grant_share",
    "notes",
    "source_inactive_on",
]
# Our own names of columns, nothing that anybody typed.
FOUND = f"""
    SELECT id, version, stage, stage_on, current_entry_id, in_scope, {", ".join(COMPARED)}
    FROM projects_site
    WHERE project_id = %s AND withdrawn_at IS NULL
      AND (ods_code = ANY(%s) OR uprn = ANY(%s))
"""  # noqa: S608


class ExistingSite(NamedTuple):
    id: int
    version: int
    stage: str
    stage_on: str | None
    entry_id: int | None
    in_scope: bool
    values: dict[str, Any]


def existing_sites(
    project_id: int, ods_codes: list[str], uprns: list[str]
) -> tuple[dict[str, ExistingSite], dict[str, ExistingSite]]:
    """The sites that have one of these keys, by ODS code and by UPRN."""
    by_ods: dict[str, ExistingSite] = {}
    by_uprn: dict[str, ExistingSite] = {}
    for key, version, stage, stage_on, entry, in_scope, *values in fetch(
        FOUND, [project_id, ods_codes, uprns]
    ):
        site = ExistingSite(
            key,
            version,
            stage,
            plain(stage_on),
            entry,
            in_scope,
            {name: plain(value) for name, value in zip(COMPARED, values, strict=True)},
        )
        if site.values["ods_code"]:
            by_ods[site.values["ods_code"]] = site
        if site.values["uprn"]:
            by_uprn[site.values["uprn"]] = site
    return by_ods, by_uprn


def last_entry_days(project_id: int) -> dict[int, str]:
    """Site → the day of its last uncorrected entry before the current one."""
    return {
        site: day.isoformat()
        for site, day in fetch(
            """
            SELECT e.site_id, max(e.entered_on)
            FROM projects_stageentry e JOIN projects_site s ON s.id = e.site_id
            WHERE e.project_id = %s AND e.id <> s.current_entry_id
              AND NOT EXISTS (SELECT 1 FROM projects_stageentry c WHERE c.corrects_id = e.id)
            GROUP BY e.site_id
            """,
            [project_id],
        )
    }
