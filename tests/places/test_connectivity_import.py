"""Coverage and neighbours as published, in every layout; or a sentence, and nothing is changed."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from diz_portal.access import Refusal
from diz_portal.places.connectivity.importing import import_coverage, import_neighbours
from diz_portal.places.connectivity.layouts import NotCoverage
from diz_portal.places.models import Area, Figure, LoadedFile, Neighbour, Release
from tests.factories.places import DistrictFactory

pytestmark = pytest.mark.django_db
# Laid beside the repository; where it is not, the real files are simply none.
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
PUBLISHED = sorted((SHARED / "coverage").glob("*.csv"))
OURS = ("E07000072", "E07000073", "E07000077", "E07000095", "E07000242")
OFCOM = (
    "laua,laua_name,All Premises,All Matched Premises,Full Fibre availability (% premises),"
    "Number of premises with Full Fibre availability,% of premises below the USO"
)
ONS_2026 = "areacd,areanm,geography,indicator,period,observation,measure,unit,notes"
ONS_2023 = "AREACD,AREANM,Geography,Variable Name,Indicator,Period,Value,Measure,Unit,Notes"


@pytest.fixture
def harlow():
    return DistrictFactory(code="E07000073", name="Harlow")


@pytest.fixture
def written(tmp_path):
    def write(header: str, *lines: str, name="coverage.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *lines]), encoding="utf-8-sig")
        return path

    return write


def ons(code="E07000073", name="Harlow", share="90.9", period="2026-01-01", **more) -> str:
    cells = {
        "indicator": "Gigabit capable broadband",
        "measure": "Percentage",
        "notes": "",
        **more,
    }
    district = "Local Authority District"
    return (
        f"{code},{name},{district},{cells['indicator']},{period},{share},{cells['measure']},%,"
        f"{cells['notes']}"
    )


def test_a_release_of_ofcom_has_shares_and_counts(harlow, written):
    path = written(OFCOM, "E07000073,Harlow,40000,39000,80.5,32200,0.1")

    loaded = import_coverage(path, release=date(2025, 7, 1))

    figure = Figure.objects.get(measure="full_fibre")
    assert (figure.share, figure.premises, figure.all_premises, figure.matched_premises) == (
        Decimal("80.50"),
        32_200,
        40_000,
        39_000,
    )
    # A share without its count has none of its own.
    assert Figure.objects.get(measure="below_decent").all_premises is None
    assert (loaded.publisher, loaded.added, loaded.ours) == ("ofcom", 2, 1)
    assert str(figure.release) == "Ofcom Connected Nations, July 2025"


@pytest.mark.parametrize(
    "name", ["202507_fixed_laua_coverage.csv", "cn-2025-07.csv", "laua_2025_07_r2.csv"]
)
def test_the_month_of_ofcom_may_stand_in_the_name_of_the_file(harlow, written, name):
    import_coverage(written(OFCOM, "E07000073,Harlow,40000,39000,80.5,32200,0.1", name=name))

    assert Release.objects.get().period == date(2025, 7, 1)


def test_the_indicator_of_the_ons_stands_in_either_column(harlow, written):
    for period, columns in (
        ("2022-09", "Premises with gigabit capable broadband,Gigabit capable broadband"),
        ("2025-01-15", "Gigabit capable broadband,Premises with gigabit capable broadband"),
    ):
        import_coverage(
            written(ONS_2023, f"E07000073,Harlow,District,{columns},{period},70.1,Percentage,%,")
        )

    assert set(Figure.objects.values_list("measure", flat=True)) == {"gigabit"}
    assert list(Release.objects.values_list("period", flat=True)) == [
        date(2022, 9, 1),
        date(2025, 1, 15),
    ]


def test_the_same_file_again_changes_nothing_and_a_corrected_one_says_how_much(
    harlow, written, capsys
):
    path = written(ONS_2026, ons(), ons("E07000074", "Maldon", "82.2"))
    import_coverage(path)

    again = import_coverage(path)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)

    call_command("import_coverage", str(written(ONS_2026, ons(share="91.4"), ons("E07000074"))))

    out = capsys.readouterr().out
    assert "Figures changed: 2" in out
    assert "ONS Explore Local Statistics, January 2026" in out
    assert Figure.objects.get(area__code="E07000073").share == Decimal("91.4")
    assert LoadedFile.objects.count() == 3


def test_an_area_that_is_no_more_names_its_successor(harlow, written):
    note = "Obsolete code since 2025 (replaced by E08000038 Barnsley)"
    import_coverage(written(ONS_2026, ons(), ons("E08000016", "Barnsley", notes=note)))

    old = Area.objects.get(code="E08000016")
    assert old.ends_on == date(2025, 3, 31)
    assert [(one.code, one.name) for one in old.successors.all()] == [("E08000038", "Barnsley")]


@pytest.mark.parametrize(
    ("header", "lines", "says"),
    [
        ("a,b", ["1,2"], "none of the layouts"),
        ("areacd,period,observation", ["E07000073,2026-01,1"], "none of the layouts"),
        (ONS_2026, [], "no figures"),
        (ONS_2026, [ons(share="90,9".replace(",", "·"))], "Enter a number"),
        (ONS_2026, [ons(share="101")], "100"),
        (ONS_2026, [ons(share="-1")], "0"),
        (ONS_2026, [ons(period="January")], "is not a period such as 2026-01"),
        (ONS_2026, [ons(period="2026-02-30")], "is not a period"),
        (ONS_2026, [ons(code="Harlow")], "is not a GSS code"),
        (ONS_2026, [ons(indicator="Life expectancy")], "is not an indicator"),
        (ONS_2026, [ons(measure="Count")], "only percentages"),
        (ONS_2026, [ons(), ons()], "appears twice"),
        (
            ONS_2026,
            [ons(notes="Obsolete code since 0000 (replaced by E08000038 Barnsley)")],
            "the year 0000 of the note cannot be right",
        ),
        (
            ONS_2026,
            [ons(notes=f"Obsolete code since 2025 (replaced by E08000038 {'B' * 101})")],
            "in more than 100 letters",
        ),
        (ONS_2026, [ons("E07000074", "Maldon")], "none of our districts"),
        (OFCOM, ["E07000073,Harlow,40000,39000,80.5,32200,0.1"], "--release 2025-07"),
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_changes_nothing(
    harlow, written, header, lines, says
):
    # The last line is wrong, the first is right: none of it stays.
    good = [ons("E07000066", "Basildon")] if header == ONS_2026 and lines else []
    path = written(header, *good, *lines)

    with pytest.raises(Refusal, match=says):
        call_command("import_coverage", str(path))

    assert not Figure.objects.exists()
    assert not Area.objects.exists()
    assert not LoadedFile.objects.exists()


@pytest.mark.parametrize("month", ["2025-13", "July 2025", "25-07", "2025-7"])
def test_a_release_is_a_month(harlow, written, month):
    path = written(OFCOM, "E07000073,Harlow,40000,39000,80.5,32200,0.1")

    with pytest.raises(CommandError, match="Enter it as YYYY-MM"):
        call_command("import_coverage", str(path), release=month)


def test_no_more_premises_than_there_are(harlow, written):
    path = written(OFCOM, "E07000073,Harlow,40000,39000,80.5,50000,0.1")

    with pytest.raises(NotCoverage, match=r"Row 2.*more premises"):
        import_coverage(path, release=date(2025, 7, 1))


def test_neighbours_keep_their_order_and_are_replaced_whole(harlow, written):
    header = "AREACD,1,2,3"
    import_neighbours(written(header, "E07000073,W06000022,E06000003,S12000049", "E06000001,a,b,c"))
    import_neighbours(written(header, "E07000073,E06000003,W06000022"))

    assert list(Neighbour.objects.values_list("area__code", "place", "neighbour__code")) == [
        ("E07000073", 1, "E06000003"),
        ("E07000073", 2, "W06000022"),
    ]
    # Until a release names them they are called by their codes.
    assert Area.objects.get(code="E06000003").name == "E06000003"
    import_coverage(written(ONS_2026, ons(), ons("E06000003", "Redcar and Cleveland")))
    assert Area.objects.get(code="E06000003").name == "Redcar and Cleveland"


@pytest.mark.parametrize(
    ("header", "line", "says"),
    [
        ("AREACD,1,2", "E07000073,E06000003,E06000003", "appears twice"),
        ("AREACD,1,2", "E07000073,E07000073,E06000003", "appears twice"),
        ("AREACD,1,2", "E07000073,Redcar,E06000003", "is not a GSS code"),
        ("AREACD,1,2", "E07000074,E06000001,E06000003", "none of our districts"),
        ("code,near", "E07000073,E06000003", "not a list of statistical neighbours"),
    ],
)
def test_a_file_that_is_no_list_of_neighbours_changes_nothing(harlow, written, header, line, says):
    with pytest.raises(Refusal, match=says):
        call_command("import_neighbours", str(written(header, line)))

    assert not Area.objects.exists()


def test_what_is_loaded_is_what_was_published():
    for code in OURS:
        DistrictFactory(code=code)
    for path in PUBLISHED:
        loaded = import_coverage(path)

        assert loaded.added > 0
        assert loaded.ours == len(OURS)
        of_release = set(
            Figure.objects.filter(
                release__publisher=loaded.publisher, release__period=loaded.periods[0]
            ).values_list("area__code", "share")
        )
        for row in rows_of(path):
            code = row.get("laua") or row.get("areacd") or row.get("AREACD")
            value = (
                row.get("Full Fibre availability (% premises)")
                or row.get("observation")
                or row.get("Observation")
                or row.get("Value")
            )
            if value:
                assert (code, Decimal(value)) in of_release, f"{path.name}: {code}"


def rows_of(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_the_neighbours_are_those_published():
    for code in OURS:
        DistrictFactory(code=code)
    for path in (SHARED / "neighbours").glob("*neighbours.csv"):
        assert [number for _, number in import_neighbours(path)] == [20] * len(OURS)
        first = next(row for row in rows_of(path) if row["AREACD"] == OURS[0])
        near = Neighbour.objects.filter(area__code=OURS[0]).values_list("neighbour__code")
        assert [code for (code,) in near] == [first[str(place)] for place in range(1, 21)]
