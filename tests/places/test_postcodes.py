from pathlib import Path

import pytest
from django.core.management import call_command

from diz_portal.places.models import Postcode
from diz_portal.places.postcodes import NotADirectory, import_postcodes
from inclusion.help.selectors.help import places
from tests.factories.inclusion import HelpPlaceFactory, PersonFactory
from tests.factories.places import DistrictFactory, PostcodeFactory
from tests.factories.projects import SiteFactory

pytestmark = pytest.mark.django_db
# Laid beside the repository; where it is not, the real files are simply none.
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "postcodes"
OURS = {
    "E07000072": "Epping Forest",
    "E07000073": "Harlow",
    "E07000077": "Uttlesford",
    "E07000095": "Broxbourne",
    "E07000242": "East Hertfordshire",
}


@pytest.fixture
def directory(tmp_path):
    def write(*lines, header="pcds,lat,long,lad25cd"):
        path = tmp_path / "onspd.csv"
        path.write_text("\n".join([header, *lines]), encoding="utf-8-sig")
        return path

    return write


def test_keeps_the_postcodes_of_our_districts(directory, capsys):
    harlow = DistrictFactory(code="E07000073", name="Harlow")
    path = directory("CM20 1AA,51.77,0.09,E07000073", "SW1A 1AA,51.50,-0.14,E09000033")

    call_command("import_postcodes", str(path))

    postcode = Postcode.objects.get()
    assert (postcode.code, postcode.district) == ("CM201AA", harlow)
    assert "Outside our area, skipped: 1" in capsys.readouterr().out


def test_reads_the_full_directory_and_leaves_out_what_has_no_place(directory):
    DistrictFactory(code="E07000073")
    path = directory(
        "CM201AA,CM20 1AA,201001,,E07000073,51.77,0.09",
        "CM201AB,CM20 1AB,200001,201201,E07000073,51.78,0.10",
        "CM201AD,CM20 1AD,200001,201201,E07000073,99.999999,0.000000",
        header="pcd,pcds,dointr,doterm,oslaua,lat,long",
    )

    loaded = import_postcodes(path)

    assert (loaded.kept, loaded.without_place) == (2, 1)


def test_replaces_what_was_there_and_repeats_harmlessly(directory):
    district = DistrictFactory(code="E07000073")
    PostcodeFactory(code="CM209ZZ", district=district)
    path = directory("CM20 1AA,51.77,0.09,E07000073")

    import_postcodes(path)
    import_postcodes(path)

    assert list(Postcode.objects.values_list("code", flat=True)) == ["CM201AA"]


@pytest.mark.parametrize(
    ("lines", "header", "sentence"),
    [
        (["CM20 1AA,51.77,0.09,E09000033"], None, "no postcodes in our districts"),
        (["x"], "colour", "it has no column for postcode"),
        (["Harlow,51.77,0.09,E07000073"], None, "“Harlow” is not a postcode"),
        (["CM20 1AA"], None, "Row 2 has too few columns"),
        (['CM20 1AA,"51,77","0,09",E07000073'], None, "Row 2, column B: “51,77” has a comma"),
    ],
)
def test_changes_nothing_when_the_file_is_not_what_it_should_be(directory, lines, header, sentence):
    PostcodeFactory(code="CM209ZZ", district=DistrictFactory(code="E07000073"))

    with pytest.raises(NotADirectory, match=sentence):
        import_postcodes(directory(*lines, **({"header": header} if header else {})))

    assert Postcode.objects.get().code == "CM209ZZ"


def test_needs_districts_first(directory):
    with pytest.raises(NotADirectory, match="no districts yet"):
        import_postcodes(directory())


def test_loads_the_real_directory():
    for code, name in OURS.items():
        DistrictFactory(code=code, name=name)

    for path in SHARED.glob("onspd*.csv"):
        loaded = import_postcodes(path)

        assert loaded.kept + loaded.without_place == 22_650
        assert Postcode.objects.get(code="AL60AA").district.name == "East Hertfordshire"


def test_what_follows_from_postcodes_follows_when_they_come_in_later(directory, capsys):
    harlow, epping = (
        DistrictFactory(code=code, name=name)
        for code, name in (("E07000073", "Harlow"), ("E07000072", "Epping Forest"))
    )
    near, far = (HelpPlaceFactory(postcode=code) for code in ("CM20 1HA", "CM16 4BA"))
    person = PersonFactory(postcode="CM20 1AA")
    elsewhere = PersonFactory(postcode="SW1A 1AA", district=harlow)
    site = SiteFactory(postcode="CM16 4BA", district=harlow, latitude=None, longitude=None)
    measured = SiteFactory(postcode="CM16 4BA", district=epping, latitude=51.5, longitude=0.2)
    assert [one.metres for one in places(postcode="CM20 1AA")] == [None, None]

    path = directory(
        "CM20 1AA,51.77,0.09,E07000073",
        "CM20 1HA,51.78,0.09,E07000073",
        "CM16 4BA,51.69,0.11,E07000072",
    )
    call_command("import_postcodes", str(path))

    assert [one.place for one in places(postcode="CM20 1AA")] == [near, far]
    for one in (near, person, elsewhere, site, measured):
        one.refresh_from_db()
    assert (near.district, near.latitude) == (harlow, 51.78)
    assert (person.district, elsewhere.district) == (harlow, harlow)
    assert (site.district, site.latitude, site.longitude) == (epping, 51.69, 0.11)
    assert (measured.latitude, measured.longitude) == (51.5, 0.2)
    assert "Records that now have a district or location: 5" in capsys.readouterr().out
    assert import_postcodes(path).derived == 0


def test_a_place_that_moves_where_nobody_knows_keeps_nothing_of_before(directory):
    PostcodeFactory(code="CM201HA", latitude=51.78, longitude=0.09)
    place = HelpPlaceFactory(postcode="CM20 1HA")
    assert place.latitude == 51.78

    place.postcode = "CM20 9ZZ"
    place.save()

    assert (place.district, place.latitude, place.longitude) == (None, None, None)
