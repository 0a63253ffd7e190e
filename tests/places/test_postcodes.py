from pathlib import Path

import pytest
from django.core.management import call_command

from diz_portal.places.models import Postcode
from diz_portal.places.postcodes import NotADirectory, import_postcodes
from tests.factories.places import DistrictFactory, PostcodeFactory

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
    assert "Elsewhere, left out: 1" in capsys.readouterr().out


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
        (["CM20 1AA,51.77,0.09,E09000033"], None, "None of the file's postcodes lies in"),
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
