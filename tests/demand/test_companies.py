import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from diz_portal.demand.companies import NotTheRegister, import_companies
from diz_portal.demand.models import Company, Register
from diz_portal.demand.sections import DIVISIONS, Section, section_of
from tests.factories.places import DistrictFactory, PostcodeFactory

pytestmark = pytest.mark.django_db

# As Companies House publishes it, some with a space before the name.
HEADER = (
    "CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1, "
    "RegAddress.AddressLine2,RegAddress.PostTown,RegAddress.County,RegAddress.Country,"
    "RegAddress.PostCode,CompanyCategory,CompanyStatus,CountryOfOrigin,DissolutionDate,"
    "IncorporationDate,Accounts.AccountRefDay,Accounts.AccountRefMonth,Accounts.NextDueDate,"
    "Accounts.LastMadeUpDate,Accounts.AccountCategory,Returns.NextDueDate,Returns.LastMadeUpDate,"
    "Mortgages.NumMortCharges,Mortgages.NumMortOutstanding,Mortgages.NumMortPartSatisfied,"
    "Mortgages.NumMortSatisfied,SICCode.SicText_1,SICCode.SicText_2,SICCode.SicText_3,"
    "SICCode.SicText_4,LimitedPartnerships.NumGenPartners,LimitedPartnerships.NumLimPartners,URI"
)


def line(number, postcode, *, status="Active", founded="03/04/2015", sic="62012 - Software"):
    return (
        f'"WREN & SON, ""LIMITED""","{number}","","","3 QUINCE STREET","","HARLOW","","ENGLAND",'
        f'"{postcode}","Private Limited Company","{status}","United Kingdom","","{founded}","31",'
        f'"3","","","","","","0","0","0","0","{sic}","","","","0","0",'
        '"http://business.data.gov.uk/id/company/1"'
    )


@pytest.fixture
def harlow():
    district = DistrictFactory(code="E07000073", name="Harlow", is_ours=True)
    PostcodeFactory(code="CM201AA", district=district)
    return district


@pytest.fixture
def published(tmp_path):
    def write(*lines, header=HEADER):
        path = tmp_path / "BasicCompanyDataAsOneFile-2026-11-01.csv"
        path.write_text("\r\n".join([header, *lines, ""]), encoding="utf-8")
        return path

    return write


def test_keeps_ours_without_name_or_address(harlow, published):
    path = published(line("01234567", "CM20 1AA"), line("07654321", "SW1A 1AA"))

    loaded = import_companies(path)

    assert (loaded.kept, loaded.active, loaded.elsewhere) == (1, 1, 1)
    assert Company.objects.values().get() == {
        "number": "01234567",
        "sector": "CM20 1",
        "district_id": harlow.pk,
        "section": "J",
        "is_active": True,
        "incorporated": 2015,
    }
    assert Register.objects.get().file == path.name


def test_reads_the_zip_that_is_published(harlow, published, tmp_path, capsys):
    archive = tmp_path / "BasicCompanyData.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.write(published(line("01234567", "CM20 1AA")), "BasicCompanyData.csv")

    call_command("import_companies", str(archive))

    assert Company.objects.get().number == "01234567"
    assert "Companies in our districts: 1" in capsys.readouterr().out


def test_reads_odd_rows(harlow, published):
    path = published(
        line("1234567", "cm201aa", founded="", sic="None Supplied"),
        line("SC123456", "CM20-1AA", status="Liquidation", sic="99999 - Dormant Company"),
        line("", "CM20 1AA"),
        line("01234567", "CM20 1AA", status="Active - Proposal to Strike off", founded="bad"),
        line("00000001", ""),
        '"SHORT","00000002"',
    )

    loaded = import_companies(path)

    assert (loaded.kept, loaded.active, loaded.without_number, loaded.twice) == (2, 1, 1, 1)
    assert loaded.elsewhere == 2
    kept = Company.objects.values_list("number", "section", "is_active", "incorporated")
    assert list(kept) == [("01234567", "J", True, None), ("SC123456", "", False, 2015)]


def test_replaces_and_repeats_harmlessly(harlow, published):
    path = published(line("01234567", "CM20 1AA"))
    import_companies(path)
    import_companies(path)
    import_companies(published(line("07654321", "CM20 1AA")))

    assert [one.number for one in Company.objects.all()] == ["07654321"]


@pytest.mark.parametrize(
    ("lines", "header", "says"),
    [
        ([line("01234567", "SW1A 1AA")], HEADER, "no companies in our districts"),
        (["1,2"], "CompanyNumber,Name", "no column for RegAddress.PostCode"),
    ],
)
def test_refuses_what_is_not_the_register_and_changes_nothing(
    harlow, published, lines, header, says
):
    import_companies(published(line("01234567", "CM20 1AA")))

    with pytest.raises(NotTheRegister, match=says):
        import_companies(published(*lines, header=header))

    assert Company.objects.count() == 1


def test_refuses_before_postcodes_are_loaded(published):
    with pytest.raises(NotTheRegister, match="Run import_postcodes first"):
        import_companies(published(line("01234567", "CM20 1AA")))


def test_a_file_that_is_not_there_is_said(harlow):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_companies", "/nowhere.csv")


def test_every_division_has_one_section():
    divisions = [
        division for first, last in DIVISIONS.values() for division in range(first, last + 1)
    ]

    assert len(divisions) == len(set(divisions)) == 88
    assert set(DIVISIONS) == set(Section)
    assert [section_of(f"{one:02}110 - X") for one in (1, 41, 99)] == ["A", "F", "U"]
    assert [section_of(text) for text in ("", "None Supplied", "4 - X", "74990 - X")] == [""] * 4


def test_page_counts_active_companies_by_district(client, harlow, published):
    import_companies(
        published(
            line("01234567", "CM20 1AA"),
            line("07654321", "CM20 1AA", sic="43210 - Electrical installation"),
            line("00000003", "CM20 1AA", status="Liquidation"),
        )
    )

    page = client.get(reverse("demand:companies")).content.decode()

    assert "2 active companies have" in page
    assert "Construction" in page
    assert "01234567" not in page


def test_page_says_when_nothing_is_loaded(client):
    assert "No companies loaded yet" in client.get(reverse("demand:companies")).content.decode()
