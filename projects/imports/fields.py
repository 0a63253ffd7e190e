"""What can be imported: our fields, the headings other people give them, how each is read."""

from diz_portal.imports.fields import Field
from diz_portal.imports.headings import norm
from diz_portal.tables.values import line, lines, named, notes, ods_code, one_of, uprn
from projects.imports import values
from projects.portfolio.models import Proximity, RiskState
from projects.rollout.stages import Stage

SITE_FIELDS = [
    Field(
        "ods_code",
        "ODS code",
        ods_code,
        (
            "ods",
            "ods no",
            "practice code",
            "practice ods code",
            "surgery code",
            "organisation code",
            "org code",
            "nhs code",
            "site code",
        ),
    ),
    Field(
        "uprn",
        "UPRN",
        uprn,
        ("uprn no", "unique property reference number", "uprn number"),
    ),
    Field(
        "name",
        "Name",
        line(200),
        (
            "practice name",
            "site name",
            "surgery name",
            "surgery",
            "site",
            "practice",
            "building",
            "premises name",
            "premises",
            "gp practice",
            "gp surgery",
        ),
    ),
    Field(
        "address",
        "Address",
        line(300),
        ("site address", "full address", "premises address", "address 1", "address line 1"),
    ),
    Field(
        "postcode",
        "Postcode",
        line(12),
        ("post code", "site postcode", "site post code", "pcd", "zip", "pcds"),
    ),
    Field(
        "district",
        "District",
        line(80),
        (
            "local authority",
            "council",
            "la",
            "lad",
            "borough",
            "district council",
            "lad25cd",
            "gss",
        ),
    ),
    Field("latitude", "Latitude", values.DEGREES, ("lat", "y", "site latitude")),
    Field("longitude", "Longitude", values.DEGREES, ("long", "lng", "lon", "x", "site longitude")),
    Field("supplier", "Supplier", line(120), ("provider", "isp", "network operator")),
    Field(
        "order_ref",
        "Order reference",
        named("order reference", 60),
        ("order number", "order no", "order id", "circuit reference", "circuit id", "order"),
    ),
    Field(
        "stage",
        "Stage",
        line(60),
        ("status", "current stage", "delivery status", "milestone reached", "progress", "state"),
    ),
    Field(
        "stage_date",
        "Stage date",
        values.DAY,
        (
            "status date",
            "date",
            "stage since",
            "date of status",
            "date of stage",
            "milestone date",
            "status as at",
            "as at",
            "updated",
        ),
    ),
    Field(
        "planned_live_on",
        "Planned live date",
        values.DAY,
        (
            "planned live",
            "planned go live",
            "planned go live date",
            "target live date",
            "target go live date",
            "go live",
            "go live date",
            "live date",
            "rfs date",
        ),
    ),
    # What is said now: the plan stays what was promised, or nothing would ever be late.
    Field(
        "expected_live_on",
        "Expected live date",
        values.DAY,
        (
            "expected live",
            "expected go live",
            "expected go live date",
            "forecast live",
            "forecast live date",
            "forecast go live",
            "forecast go live date",
            "revised live date",
            "revised go live date",
        ),
    ),
    Field(
        "download_before_mbps",
        "Download speed before (Mbit/s)",
        values.SPEED,
        (
            "download before (mbit/s)",
            "download before",
            "current download",
            "before download",
            "existing download speed",
        ),
    ),
    Field(
        "upload_before_mbps",
        "Upload speed before (Mbit/s)",
        values.SPEED,
        (
            "upload before (mbit/s)",
            "upload before",
            "current upload",
            "before upload",
            "existing upload speed",
        ),
    ),
    Field("latency_before_ms", "Latency before (ms)", values.DELAY, ("latency before",)),
    Field(
        "measured_before_on",
        "Date measured (before)",
        values.DAY,
        (
            "measured before on",
            "date measured before",
            "measured before",
            "before test date",
            "date of test before",
        ),
    ),
    Field(
        "method_before",
        "How measured (before)",
        line(60),
        ("measured before with", "method before", "before method", "how measured before"),
    ),
    Field(
        "download_after_mbps",
        "Download speed after (Mbit/s)",
        values.SPEED,
        (
            "download after (mbit/s)",
            "download after",
            "after download",
            "new download speed",
            "tested download",
        ),
    ),
    Field(
        "upload_after_mbps",
        "Upload speed after (Mbit/s)",
        values.SPEED,
        (
            "upload after (mbit/s)",
            "upload after",
            "after upload",
            "new upload speed",
            "tested upload",
        ),
    ),
    Field("latency_after_ms", "Latency after (ms)", values.DELAY, ("latency after",)),
    Field(
        "measured_after_on",
        "Date measured (after)",
        values.DAY,
        (
            "measured after on",
            "date measured after",
            "measured after",
            "test date",
            "date tested",
            "date of test",
        ),
    ),
    Field(
        "method_after",
        "How measured (after)",
        line(60),
        (
            "measured after with",
            "method after",
            "after method",
            "test method",
            "how measured after",
        ),
    ),
    Field(
        "cost_estimate",
        "Estimated cost (£)",
        values.MONEY,
        (
            "cost, estimate (£)",
            "estimate",
            "estimated cost",
            "cost estimate",
            "budget",
            "estimated",
        ),
    ),
    Field(
        "cost_contracted",
        "Contracted cost (£)",
        values.MONEY,
        ("cost, contracted (£)", "contracted cost", "contract price"),
    ),
    Field(
        "cost_actual",
        "Actual cost (£)",
        values.MONEY,
        ("cost, actual (£)", "actual cost", "cost", "final cost", "spend"),
    ),
    Field("grant_share", "Grant funding (£)", values.MONEY, ("grant share (£)", "grant")),
    Field("notes", "Notes", notes(2000), ("comments", "comment", "remarks", "note")),
]

OWNER = Field(
    "owner",
    "Owner (organisation)",
    line(200),
    ("owner", "owner organisation", "responsible", "organisation", "lead organisation"),
)
MILESTONE_FIELDS = [
    Field("title", "Title", line(200), ("milestone", "name", "description", "activity")),
    OWNER,
    Field(
        "baseline_on",
        "Baseline date",
        values.DAY,
        ("baseline", "planned date", "planned", "original date", "due date", "due"),
    ),
    Field(
        "forecast_on",
        "Forecast date",
        values.DAY,
        ("forecast", "expected", "expected date", "current forecast", "revised date"),
    ),
    Field(
        "actual_on",
        "Actual date",
        values.DAY,
        ("actual", "completed", "date met", "achieved", "completed on", "done"),
    ),
    Field("note", "Note", notes(500), ("notes", "comment", "comments", "remarks")),
]
RISK_FIELDS = [
    Field("title", "Title", line(200), ("risk", "name", "risk title", "issue", "summary")),
    Field("description", "Description", lines(4000), ("risk description", "details")),
    Field(
        "is_issue",
        "Issue: it has happened (yes or no)",
        values.yes_or_no,
        ("it has happened (yes or no)", "is issue", "type"),
    ),
    OWNER,
    Field(
        "impact_before",
        "Inherent impact (1 to 5)",
        values.score,
        (
            "impact before mitigation (1 to 5)",
            "impact before",
            "impact",
            "inherent impact",
            "gross impact",
        ),
    ),
    Field(
        "likelihood_before",
        "Inherent likelihood (1 to 5)",
        values.score,
        (
            "likelihood before mitigation (1 to 5)",
            "likelihood before",
            "likelihood",
            "probability",
            "inherent likelihood",
        ),
    ),
    Field("mitigation", "Mitigation", lines(4000), ("mitigations", "action", "response")),
    Field(
        "impact_after",
        "Residual impact (1 to 5)",
        values.score,
        (
            "impact after mitigation (1 to 5)",
            "impact after",
            "residual impact",
            "net impact",
            "current impact",
        ),
    ),
    Field(
        "likelihood_after",
        "Residual likelihood (1 to 5)",
        values.score,
        (
            "likelihood after mitigation (1 to 5)",
            "likelihood after",
            "residual likelihood",
            "net likelihood",
            "current likelihood",
        ),
    ),
    Field("proximity", "Proximity", one_of(Proximity, "a proximity"), ("when", "timing")),
    Field("state", "Status", one_of(RiskState, "a status"), ("state",)),
    Field(
        "next_review_on",
        "Next review date",
        values.DAY,
        ("next review", "review date", "review", "review on"),
    ),
]

# Stages ------------------------------------------------------------------------------


def own_stage_words() -> dict[str, str]:
    words = {}
    for stage in Stage:
        words[norm(stage.value)] = words[norm(stage.label)] = stage.value
    return words


OWN_STAGE_WORDS = own_stage_words()


def stage_of(word: str, remembered: dict[str, str]) -> str | None:
    """Our stage for a file's word; "" when the word was matched to none, None when not yet."""
    found = OWN_STAGE_WORDS.get(norm(word))
    return found if found else remembered.get(word.casefold())
