"""Counts are added up, percentages never averaged; a rank says among whom; two publishers never
stand in one line."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from diz_portal.impact.selectors import current_of
from diz_portal.places.connectivity import selectors, words
from diz_portal.places.connectivity.measures import Series
from diz_portal.places.connectivity.selectors import Benchmark
from diz_portal.places.models import Area, Figure, Neighbour, Release
from tests.factories.places import DistrictFactory
from tests.words import says

pytestmark = pytest.mark.django_db
PAGE = "/impact/connectivity/"
FIBRE = Series("ofcom", "full_fibre")
GIGABIT = Series("ons", "gigabit")
JULY, JANUARY = date(2025, 7, 1), date(2026, 1, 1)


def area(code: str, name: str = "") -> Area:
    return Area.objects.get_or_create(code=code, defaults={"name": name or code})[0]


def figure(series: Series, period: date, code: str, share: str, counts=None) -> Figure:
    release, _ = Release.objects.get_or_create(publisher=series.publisher, period=period)
    premises, whole, matched = counts or (None, None, None)
    return Figure.objects.create(
        release=release,
        area=area(code),
        measure=series.measure,
        share=Decimal(share),
        premises=premises,
        all_premises=whole,
        matched_premises=matched,
    )


@pytest.fixture
def ours():
    """A small and a large district, so that an average would be far from the sum."""
    for code, name in (("E07000073", "Harlow"), ("E07000077", "Uttlesford")):
        DistrictFactory(code=code, name=name)
        area(code, name)
    return ["E07000073", "E07000077"]


def test_premises_are_added_up_and_percentages_never_averaged(ours):
    figure(FIBRE, JULY, ours[0], "90", (9_000, 10_000, 9_900))
    figure(FIBRE, JULY, ours[1], "50", (45_000, 90_000, 89_100))

    (found,) = Benchmark(ours).together()

    assert (found.premises, found.all_premises, found.share) == (54_000, 100_000, Decimal("54.0"))
    assert (found.unmatched, found.unmatched_share) == (1_000, Decimal("1.0"))
    assert words.together(found) == "54.0% of premises can get full fibre: 54,000 of 100,000"


def test_what_has_percentages_alone_is_not_added_up(ours):
    for code in ours:
        figure(GIGABIT, JANUARY, code, "80")

    assert Benchmark(ours).together() == []


def test_a_district_that_is_not_in_the_release_is_named(ours):
    figure(FIBRE, JULY, ours[0], "90", (9_000, 10_000, 10_000))

    (found,) = Benchmark(ours).together()

    assert words.missing(found) == "Not in this release: Uttlesford."


def test_two_publishers_of_the_same_measure_are_two_series(ours):
    figure(Series("ofcom", "gigabit"), JULY, ours[0], "91", (91, 100, 100))
    figure(GIGABIT, JANUARY, ours[0], "88")

    benchmark = Benchmark(ours)

    assert list(benchmark.releases) == [GIGABIT, Series("ofcom", "gigabit")] or list(
        benchmark.releases
    ) == [Series("ofcom", "gigabit"), GIGABIT]
    for series in benchmark.releases:
        publishers = {row.release.publisher for row in benchmark.history(series)}
        assert publishers == {series.publisher}


def near(code: str, *codes: str) -> None:
    Neighbour.objects.bulk_create(
        Neighbour(area=area(code), place=place, neighbour=area(one))
        for place, one in enumerate(codes, start=1)
    )


def test_ties_share_a_rank_and_under_a_point_is_about_the_same(ours):
    near(ours[0], "W06000001", "S12000001", "N09000001", "E06000001")
    for code, share in (
        (ours[0], "80.0"),
        ("W06000001", "80.0"),
        ("S12000001", "80.9"),
        ("N09000001", "95.0"),
    ):
        figure(GIGABIT, JANUARY, code, share)

    (found,) = Benchmark(ours).standings(area(ours[0]))

    assert (found.near.place, found.near.of, found.near.shared_with) == (3, 4, 1)
    assert (found.about_the_same, found.unknown) == (2, 1)
    assert found.best.area.code == "N09000001"
    assert words.standing(found) == [
        "Joint 3rd of 4 among areas like it.",
        "15 points behind the best of these areas, N09000001.",
        "2 areas are about the same, within 1 point.",
    ]
    # A file of a few areas ranks nobody in England.
    assert found.in_england is None


def test_a_release_with_few_of_the_neighbours_ranks_nobody(ours):
    near(ours[0], "W06000001", "S12000001", "N09000001")
    for code, share in ((ours[0], "80"), ("W06000001", "95")):
        figure(GIGABIT, JANUARY, code, share)

    (found,) = Benchmark(ours).standings(area(ours[0]))

    assert (found.near, found.best, found.unknown) == (None, None, 2)
    assert words.standing(found) == []


def test_less_is_better_where_nobody_wants_it(ours):
    near(ours[0], "W06000001", "S12000001")
    below = Series("ons", "below_30")
    for code, share in ((ours[0], "3"), ("W06000001", "1"), ("S12000001", "9")):
        figure(below, JANUARY, code, share)

    (found,) = Benchmark(ours).standings(area(ours[0]))

    assert (found.near.place, found.best.area.code) == (2, "W06000001")
    assert [words.beside(one) for one in found.neighbours] == ["2 points better", "6 points worse"]


def test_the_rank_in_england_is_of_english_districts_alone(ours, monkeypatch):
    monkeypatch.setattr(selectors, "MOST_OF_ENGLAND", 2)
    for code, share in (
        (ours[0], "80"),
        (ours[1], "85"),
        ("E09000001", "70"),
        ("W06000001", "99"),
        ("E10000001", "99"),
        ("E12000001", "99"),
    ):
        figure(GIGABIT, JANUARY, code, share)

    (found,) = Benchmark(ours).standings(area(ours[0]))

    assert (found.in_england.place, found.in_england.of) == (2, 3)


def test_an_area_and_its_successor_are_not_both_counted(ours):
    old, new = area(ours[0]), area(ours[1])
    figure(FIBRE, JULY, ours[0], "90", (9_000, 10_000, 9_900))
    figure(FIBRE, JULY, ours[1], "50", (45_000, 90_000, 89_100))
    old.successors.add(new)

    (found,) = Benchmark(ours).together()

    assert found.all_premises == 90_000


def test_an_area_is_not_ranked_after_its_end(ours):
    near(ours[0], "E07000026")
    Area.objects.filter(code="E07000026").update(ends_on=date(2023, 3, 31))
    for code in (ours[0], "E07000026"):
        figure(GIGABIT, JANUARY, code, "80")

    (found,) = Benchmark(ours).standings(area(ours[0]))

    assert (found.neighbours, found.unknown) == ((), 1)


def test_totals_do_not_depend_on_the_outlines(ours):
    figure(FIBRE, JULY, ours[0], "90", (9_000, 10_000, 9_900))
    before = Benchmark(ours).together()[0].share

    from diz_portal.places.models import District

    District.objects.update(
        outline={"type": "Polygon", "coordinates": [[[0, 51], [1, 51], [1, 52]]]}
    )

    assert Benchmark(ours).together()[0].share == before


# Pages ---------------------------------------------------------------------------------------


def test_nothing_loaded_says_what_will_be_here(client, ours):
    page = client.get(PAGE).content.decode()

    assert "No figures loaded yet" in page
    assert "import_coverage" not in page
    assert "No figures for this district yet" in client.get(f"{PAGE}{ours[0]}/").content.decode()


def test_the_pages_show_what_is_loaded(client, ours):
    figure(FIBRE, JULY, ours[0], "90", (9_000, 10_000, 9_900))
    figure(FIBRE, JULY, ours[1], "50", (45_000, 90_000, 89_100))
    figure(FIBRE, date(2024, 7, 1), ours[0], "70", (7_000, 10_000, 9_900))
    figure(GIGABIT, JANUARY, ours[0], "88.1")

    page = client.get(PAGE).content.decode()
    chosen = client.get(PAGE, {"measure": "ons-gigabit"}).content.decode()
    of_area = client.get(f"{PAGE}{ours[0]}/").content.decode()

    assert "54.0% of premises in our area can get full fibre." in page
    assert "Ofcom found no data for 1.0% of them (1,000)" in page
    assert "July 2024" in page
    assert "88.1%" in chosen
    assert "Not in this release" in chosen
    assert "70.0%" in of_area


def test_ranks_have_a_column_only_where_someone_is_ranked(client, ours):
    figure(GIGABIT, JANUARY, ours[0], "80")
    assert not says(client.get(PAGE).content.decode(), "Rank")

    near(ours[0], "W06000001", "S12000001")
    for code in ("W06000001", "S12000001"):
        figure(GIGABIT, JANUARY, code, "90")

    assert says(client.get(PAGE).content.decode(), "Rank")


@pytest.mark.parametrize("measure", ["", "nothing", "ons-", "ofcom-full_fibre&x=<script>"])
def test_an_unknown_measure_shows_the_first(client, ours, measure):
    figure(FIBRE, JULY, ours[0], "90", (9_000, 10_000, 9_900))

    page = client.get(PAGE, {"measure": measure})

    assert page.status_code == 200
    assert "<script>" not in page.content.decode().replace('<script src="', "")


def test_another_districts_page_is_none_of_ours(client, ours):
    figure(GIGABIT, JANUARY, "E07000074", "82")

    assert client.get(f"{PAGE}E07000074/").status_code == 404
    assert client.get(f"{PAGE}figures.csv", {"area": "E07000074"}).status_code == 404


def test_the_file_has_every_figure_of_ours_and_no_other(client, ours):
    figure(FIBRE, JULY, ours[0], "90.5", (9_050, 10_000, 9_900))
    figure(GIGABIT, JANUARY, ours[1], "82")
    figure(GIGABIT, JANUARY, "E07000074", "99")

    text = b"".join(client.get(f"{PAGE}figures.csv").streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [(row["area_code"], row["publisher"], row["share_percent"]) for row in rows] == [
        (ours[0], "Ofcom Connected Nations", "90.5"),
        (ours[1], "ONS Explore Local Statistics", "82"),
    ]
    assert rows[0]["premises"] == "9050"


def test_the_pages_cost_the_same_however_much_is_loaded(
    client, ours, django_assert_max_num_queries
):
    near(ours[0], *(f"W06{n:06}" for n in range(1, 20)))
    for n in range(1, 60):
        figure(GIGABIT, JANUARY, f"W06{n:06}", "80")
    for year in range(2015, 2026):
        for code in ours:
            figure(FIBRE, date(year, 7, 1), code, "90", (9_000, 10_000, 9_900))

    with django_assert_max_num_queries(24):
        client.get(PAGE)
    with django_assert_max_num_queries(16):
        client.get(f"{PAGE}{ours[0]}/")


def test_more_premises_are_told_between_the_first_and_the_last_release(ours):
    figure(FIBRE, JULY, ours[0], "10", (1_000, 10_000, 9_900))
    figure(FIBRE, JANUARY, ours[0], "25", (2_500, 10_000, 9_900))
    figure(FIBRE, JANUARY, ours[1], "50", (45_000, 90_000, 89_100))

    found = current_of("premises-newly-passed")

    assert found.rows == [
        (ours[0], "Harlow", "2025-07-01", "2026-01-01", 1_000, 2_500, 1_500),
    ]
    assert (found.done, found.says) == (1_500, "Between July 2025 and January 2026.")
