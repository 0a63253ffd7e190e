import itertools
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from diz_portal.places.boundaries import MOST_POINTS, NotBoundaries, import_boundaries
from diz_portal.places.models import District
from tests.factories.places import DistrictFactory

from .test_postcodes import OURS

pytestmark = pytest.mark.django_db
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "boundaries"
# Anticlockwise, as GeoJSON has it; and the one east of it, sharing a side.
SQUARE = [[0, 51], [0.1, 51], [0.1, 51.1], [0, 51.1], [0, 51]]
EAST = [[0.1, 51], [0.2, 51], [0.2, 51.1], [0.1, 51.1], [0.1, 51]]


@pytest.fixture
def write(tmp_path):
    def to_file(data):
        path = tmp_path / "areas.json"
        path.write_text(data if isinstance(data, str) else json.dumps(data))
        return path

    return to_file


def feature(code, ring, **properties):
    return {
        "type": "Feature",
        "properties": {"LAD25CD": code, "LAD25NM": f"Area {code}", **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def area(ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) / 2


def rings(outline):
    polygons = outline["coordinates"]
    return polygons if outline["type"] == "Polygon" else [r for p in polygons for r in p]


def test_winds_outlines_for_the_map(write):
    district = DistrictFactory(code="E07000073")

    import_boundaries(write(collection(feature("E07000073", SQUARE))))

    district.refresh_from_db()
    assert district.outline["type"] == "Polygon"
    assert area(district.outline["coordinates"][0]) == pytest.approx(-0.01)


def test_keeps_neighbours_only_when_asked(write, capsys):
    DistrictFactory(code="E07000073", name="Harlow")
    path = write(collection(feature("E07000073", SQUARE), feature("E07000072", EAST)))

    call_command("import_boundaries", str(path))
    assert District.objects.count() == 1

    call_command("import_boundaries", str(path), "--neighbours")
    neighbour = District.objects.get(is_ours=False)
    assert (neighbour.code, neighbour.name) == ("E07000072", "Area E07000072")
    assert "Neighbouring districts loaded: Area E07000072" in capsys.readouterr().out


def test_skips_areas_that_have_ended(write):
    DistrictFactory(code="E07000073")

    with pytest.raises(NotBoundaries, match="none of our districts"):
        import_boundaries(write(collection(feature("E07000073", SQUARE, end=2019))))


def test_decodes_a_topology(write):
    district = DistrictFactory(code="E07000073")
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [0, 51]},
        "arcs": [[[0, 0], [1, 0], [0, 1]], [[0, 0], [0, 1], [1, 0]]],
        "objects": {
            "ctry": {"type": "GeometryCollection", "geometries": []},
            "ltla": {
                "type": "GeometryCollection",
                "geometries": [
                    {
                        "type": "Polygon",
                        "arcs": [[0, ~1]],
                        "properties": {"areacd": "E07000073", "areanm": "Harlow"},
                    }
                ],
            },
        },
    }

    import_boundaries(write(topology))

    district.refresh_from_db()
    points = {tuple(point) for point in district.outline["coordinates"][0]}
    assert points == {(0, 51), (0.1, 51), (0.1, 51.1), (0, 51.1)}


def test_thins_a_long_outline(write):
    from math import cos, pi, sin

    circle = [[cos(at * pi / 2000) / 10, 51 + sin(at * pi / 2000) / 10] for at in range(4000)]
    district = DistrictFactory(code="E07000073")

    import_boundaries(write(collection(feature("E07000073", [*circle, circle[0]]))))

    district.refresh_from_db()
    (ring,) = district.outline["coordinates"]
    assert 50 < len(ring) <= MOST_POINTS
    assert ring[0] == ring[-1]
    assert area(ring) == pytest.approx(-pi / 100, rel=0.02)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("no json", "not GeoJSON or TopoJSON"),
        ({"type": "Feature"}, "neither a GeoJSON FeatureCollection"),
        (
            collection(feature("E07000073", [[545000, 210000]] * 5)),
            "not in longitude and latitude",
        ),
        (collection(feature("E07000073", [["a", "b"]])), "not valid"),
    ],
)
def test_refuses_what_cannot_be_drawn(write, data, sentence):
    DistrictFactory(code="E07000073")

    with pytest.raises(NotBoundaries, match=sentence):
        import_boundaries(write(data))

    assert District.objects.get().outline is None


def test_draws_the_real_districts():
    for code, name in OURS.items():
        DistrictFactory(code=code, name=name)

    for path in sorted(SHARED.glob("*json")):
        drawn = import_boundaries(path, neighbours=True)

        assert (drawn.ours, drawn.missing) == (sorted(OURS.values()), [])
        for district in District.objects.filter(is_ours=True):
            outer = rings(district.outline)
            assert sum(map(len, outer)) <= MOST_POINTS
            assert area(outer[0]) < 0
        if "topo.json" in path.name:
            assert {"Chelmsford", "Brentwood", "North Hertfordshire"} <= set(drawn.neighbours)
