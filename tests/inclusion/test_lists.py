"""Lists of devices, SIM cards, vouchers and places: looked at before anything comes in."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.imports import choosing, jobs
from diz_portal.imports import services as imports
from diz_portal.imports.models import ImportAction, ImportState
from inclusion.databank.services import databank, lists
from inclusion.devices.services import devices, intake
from inclusion.models import DataBatch, Device, HelpPlace, ImportBatch, ImportKind
from tests.factories.inclusion import team_of
from tests.factories.partners import OrganisationFactory, caseworker_of, manager
from tests.factories.places import DistrictFactory, PostcodeFactory
from tests.tables.files import as_csv, as_xlsx

pytestmark = pytest.mark.django_db
ROOM = "inclusion_workspace:"
CARDS = [f"894411000000000{end}" for end in ("0016", "0024", "0032", "0040")]


@pytest.fixture
def org():
    return team_of(OrganisationFactory()).organisation


@pytest.fixture
def worker(org):
    return caseworker_of(org)


@pytest.fixture
def here(client, worker):
    client.force_login(worker)
    return client


def done(batch):
    jobs.run("inclusion.ImportBatch", batch.pk)
    batch.refresh_from_db()
    return batch


def keys(batch, action) -> list[int]:
    return list(batch.rows.filter(action=action).order_by("pk").values_list("pk", flat=True))


def counts(batch) -> dict[str, int]:
    names = ("create", "change", "double", "unchanged", "error", "out")
    return {name: batch.summary[name] for name in names if batch.summary[name]}


def messages(batch) -> list[tuple[int, str]]:
    rows = batch.rows.filter(action=ImportAction.ERROR).order_by("pk")
    return [(row.number, error["message"]) for row in rows for error in row.errors]


# Devices ------------------------------------------------------------

HEADINGS = ["Type", "Manufacturer", "Model No.", "S/N", "Charger included"]


@pytest.fixture
def list_of(org, worker):
    def upload(*rows, headings=HEADINGS, name="list.csv", **options):
        file = SimpleUploadedFile(name, as_csv([headings, *rows]))
        return done(intake.upload(file=file, kept_by=org, by=worker, **options))

    return upload


def applied(batch, by):
    return done(imports.apply(batch=batch, by=by))


def test_a_list_of_devices_is_looked_at_and_then_comes_in(list_of, worker, org):
    batch = list_of(
        ["Notebook", "Lapwing", "L1", "00042", "yes"], ["iPad", "Kite", "K2", "A-7", "no"]
    )
    assert (counts(batch), Device.objects.count()) == ({"create": 2}, 0)

    assert applied(batch, worker).state == ImportState.APPLIED

    found = Device.objects.order_by("pk").values_list("kind", "serial", "mains_powered", "state")
    assert list(found) == [
        ("laptop", "00042", True, "quarantined"),
        ("tablet", "A-7", False, "quarantined"),
    ]


def test_the_same_list_twice_makes_no_doubles_without_a_word(list_of, worker):
    rows = (["laptop", "Lapwing", "L1", "A1", ""], ["laptop", "Kite", "K2", "", ""])
    applied(list_of(*rows), worker)

    again = list_of(*rows, ["laptop", "Kite", "K2", "", ""])

    # One is recognised, one is asked about, and one more of the same kind is new.
    assert counts(again) == {"create": 1, "double": 1, "unchanged": 1}
    assert applied(again, worker).state == ImportState.APPLIED
    assert Device.objects.count() == 3


def test_a_double_comes_in_where_somebody_ticks_it(list_of, worker):
    applied(list_of(["laptop", "Kite", "K2", "", ""]), worker)
    again = list_of(["laptop", "kite ", "K2", "", ""])

    choosing.tick(
        batch=again,
        action="double",
        rows=keys(again, "double"),
        shown=keys(again, "double"),
        by=worker,
    )
    applied(ImportBatch.objects.get(pk=again.pk), worker)

    assert Device.objects.count() == 2


def test_errors_name_their_rows_and_one_left_out_holds_nothing_up(list_of, worker, org):
    devices.book_in(by=worker, kept_by=org, kind="tablet", serial="HERE")
    batch = list_of(
        ["laptop", "", "", "A1", "yes"],
        ["", "", "", "A2", "yes"],
        ["laptop", "", "", "here", ""],
        ["laptop", "", "", "a1", "maybe"],
    )

    assert [(row, words.partition(".")[0]) for row, words in messages(batch)] == [
        (3, "Enter the type of device"),
        (
            4,
            f"A device with serial number here already exists: {Device.objects.get()}, Tablet",
        ),
        (5, "Enter yes or no, not “maybe”"),
        (5, "Rows 2 and 5 have the same serial number"),
    ]
    choosing.leave_out(batch=batch, rows=keys(batch, "error"), by=worker)
    assert counts(done(batch)) == {"create": 1, "out": 3}


def test_a_word_for_a_kind_is_asked_once_and_remembered(list_of, worker):
    batch = list_of(["Toaster", "", "", "A1", ""], supplier="Givers Ltd")
    assert (batch.state, batch.found["words"]) == (ImportState.UPLOADED, ["Toaster"])

    imports.match(batch=batch, headings=batch.headings, words={"toaster": "accessory"}, by=worker)

    assert counts(done(batch)) == {"create": 1}
    assert counts(list_of(["toaster", "", "", "A2", ""], supplier="Givers Ltd")) == {"create": 1}


def test_an_import_of_devices_is_undone_until_one_is_worked_on(list_of, worker, org):
    first = applied(list_of(["monitor", "", "", "A1", ""], ["monitor", "", "", "A2", ""]), worker)

    assert done(imports.undo(batch=first, by=worker)).state == ImportState.UNDONE
    assert not Device.objects.exists()

    second = applied(list_of(["monitor", "", "", "A1", ""]), worker)
    device = Device.objects.get()
    devices.amend(device=device, by=worker, shelf="B3")
    refused = done(imports.undo(batch=second, by=worker))
    assert (
        refused.problem
        == f"You cannot undo this import, because {device} has been worked on since. "
        "Correct the devices one by one"
    )


def test_the_page_leads_to_the_preview_and_says_what_is_wrong_with_a_file(here, org):
    address = reverse(ROOM + "device_import")

    refused = here.post(address, {"file": SimpleUploadedFile("a.csv", b"")})
    assert refused.status_code == 422
    assert refused.context["form"].errors["file"] == [
        "The file is empty. Select a file that has rows"
    ]
    answer = here.post(
        address,
        {"file": SimpleUploadedFile("a.csv", as_csv([["Kind", "Serial"], ["laptop", "1"]]))},
    )

    batch = ImportBatch.objects.get()
    assert answer.url == reverse(ROOM + "import", args=[batch.reference])
    assert "Being checked" in here.get(answer.url).content.decode()
    assert batch.reference in here.get(reverse(ROOM + "imports")).content.decode()


# SIM cards and vouchers ------------------------------------------------------------


@pytest.fixture
def cards(worker, org):
    def upload(content: bytes, name="cards.csv", kind="sim", network="Northline", **said):
        batch = lists.upload(
            file=SimpleUploadedFile(name, content),
            by=worker,
            kind=kind,
            network=network,
            mb_each=20_000,
            months=1,
            expires_on=timezone.localdate() + timedelta(days=90),
            kept_by=org,
            **said,
        )
        return done(batch)

    return upload


def codes_of(batch) -> list[str]:
    return list(batch.items.order_by("pk").values_list("code", flat=True))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cards.csv", "\n".join(CARDS[:2]).encode()),
        ("cards.csv", f"{CARDS[0]};1\r\n{CARDS[1]};2\r\n".encode()),
        ("cards.csv", f"Northline\nPIN;SIM number\r\n1;{CARDS[0]}\r\n2;{CARDS[1]}F\r\n".encode()),
        ("cards.xlsx", as_xlsx([["ICCID", "PUK"], [CARDS[0], 1], [CARDS[1], 2]])),
    ],
)
def test_as_many_come_in_as_the_list_has_codes(cards, worker, name, content):
    batch = cards(content, name)

    assert counts(batch) == {"create": 2}
    applied(batch, worker)

    made = DataBatch.objects.get()
    assert (codes_of(made), made.mb_each) == (CARDS[:2], 20_000)
    batch.refresh_from_db()
    assert batch.made == made


def test_the_same_list_of_cards_twice_changes_nothing_and_another_names_the_batch(cards, worker):
    content = "\n".join(CARDS[:2]).encode()
    applied(cards(content), worker)

    assert counts(cards(content)) == {"unchanged": 2}
    other = cards("\n".join(CARDS[1:]).encode(), network="Southwave")

    reference = DataBatch.objects.get().reference
    assert messages(other) == [(1, f"Already in stock, in batch {reference}. Leave this row out")]
    assert counts(other) == {"create": 2, "error": 1}


def test_an_import_of_cards_is_undone_as_a_batch_until_one_has_moved(cards, worker):
    content = "\n".join(CARDS[:2]).encode()
    batch = applied(cards(content), worker)

    assert done(imports.undo(batch=batch, by=worker)).state == ImportState.UNDONE
    assert counts(cards(content)) == {"create": 2}

    again = applied(cards(content), worker)
    item = again.made.items.first()
    databank.void(item=item, by=worker, key="lost", why="Lost")
    refused = done(imports.undo(batch=again, by=worker))
    assert (refused.state, "used since" in refused.problem) == (ImportState.APPLIED, True)


def test_a_wrong_check_digit_is_asked_about(cards, worker):
    batch = cards(f"ICCID\n{CARDS[0]}\n8944110000000000025\n".encode())
    assert batch.summary["proposed"] == 1

    choosing.keep(batch=batch, rows=keys(batch, "error"), by=worker)

    assert counts(done(batch)) == {"create": 2}


def test_codes_of_vouchers_are_any_letters_and_a_heading_is_none(cards, worker):
    batch = cards(b"Gutschein\nABCD-1234\nefgh 5678\n", kind="voucher")

    assert counts(batch) == {"create": 2, "error": 1}
    choosing.leave_out_proposed(batch=batch, by=worker)
    applied(done(batch), worker)
    assert codes_of(DataBatch.objects.get()) == ["ABCD-1234", "efgh 5678"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"8.94411E+18\n8.94411E+18\n", "The spreadsheet has shortened this SIM card number"),
        (b"100;12345\n200;23456\n", "does not say which column has the codes"),
    ],
)
def test_no_number_of_a_list_is_guessed(cards, content, sentence):
    try:
        said = messages(cards(content))[0][1]
    except Refusal as refusal:
        said = refusal.message

    assert sentence in said


# Places ------------------------------------------------------------


def places(content, by):
    batch = ImportBatch(kind=ImportKind.PLACES, uploaded_by=by)
    return done(imports.upload(batch, SimpleUploadedFile("places.csv", content)))


PLACE = ["Kettle", "Hub", "12 Wharf Yard", "cm201aa", "Free wifi; courses", "Monday, 10am"]
PLACE_HEADINGS = ["Venue", "Type", "Address", "Post code", "Facilities", "Opening hours"]


def test_places_come_in_change_and_go_out_again():
    DistrictFactory(code="E07000073", name="Harlow")
    boss = manager()
    batch = applied(places(as_csv([PLACE_HEADINGS, PLACE]), boss), boss)
    assert batch.state == ImportState.APPLIED
    place = HelpPlace.objects.get()
    assert (place.slug, place.kind, place.services) == ("kettle", "hub", ["wifi", "courses"])

    moved = places(as_csv([["Name", "Address"], ["KETTLE", "1 New Street"]]), boss)
    assert counts(moved) == {"change": 1}
    moved = applied(moved, boss)
    assert HelpPlace.objects.get().address == "1 New Street"

    done(imports.undo(batch=moved, by=boss))
    assert HelpPlace.objects.get().address == "12 Wharf Yard"
    batch.refresh_from_db()
    assert done(imports.undo(batch=batch, by=boss)).state == ImportState.UNDONE
    assert not HelpPlace.objects.exists()


def test_what_a_new_place_lacks_is_said():
    boss = manager()

    batch = places(as_csv([["Name", "Kind"], ["Kettle", "hub"]]), boss)

    assert (2, "Enter opening times: a new place needs it") in messages(batch)


def of_place(**cells):
    """A list of one place, with this in its cells; and its headings."""
    headings = [*PLACE_HEADINGS, "Telephone", "Website"]
    row = dict(zip(headings, [*PLACE, "", ""], strict=True)) | cells
    return as_csv([list(row), list(row.values())])


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ({"Post code": '="CM20 1AA"'}, ("postcode", "CM20 1AA")),
        ({"Post code": "CM20-1AA\u200b"}, ("postcode", "CM20 1AA")),
        ({"Facilities": '="Free wifi"'}, ("services", ["wifi"])),
        ({"Website": '="www.example.org"'}, ("website", "https://www.example.org")),
        ({"Telephone": "01632 960555"}, ("phone", "01632 960555")),
        ({"Telephone": "tel:+44 (0)1632 960555"}, ("phone", "01632 960 555")),
        ({"Telephone": "441632960555"}, ("phone", "01632 960 555")),
        ({"Telephone": "01632 960555, ask for Ann"}, ("phone", "01632 960555, ask for Ann")),
    ],
)
def test_what_a_list_of_places_says_in_one_way_only_is_read(cells, kept):
    boss = manager()
    applied(places(of_place(**cells), boss), boss)

    name, value = kept
    assert getattr(HelpPlace.objects.get(), name) == value


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Post code": "CM2O 1AA"}, "“CM2O 1AA” is not a postcode. Did you mean CM20 1AA?"),
        ({"Post code": "QZ1 1AA"}, "“QZ1 1AA” is not a postcode. No postcode starts with QZ"),
        ({"Post code": "#REF!"}, "The cell has the error #REF!"),
        ({"Facilities": "#NAME?"}, "The cell has the error #NAME?"),
        ({"Website": "#REF!"}, "The cell has the error #REF!"),
        ({"Telephone": "1632960555"}, "has lost the 0 at the start"),
        ({"Telephone": "1.63E+09"}, "has shortened this phone number"),
    ],
)
def test_what_damaged_a_list_of_places_is_said_with_its_cure(cells, sentence):
    (row, said), *_ = messages(places(of_place(**cells), manager()))

    assert (row, sentence in said) == (2, True), said


def test_a_place_is_one_however_its_spaces_are_written():
    boss = manager()
    applied(places(of_place(Venue="Kettle and Keyboard"), boss), boss)

    assert counts(places(of_place(Venue="kettle  and\u200b Keyboard"), boss)) == {"unchanged": 1}


def test_a_postcode_of_a_place_that_no_district_knows_is_asked_about():
    boss = manager()
    PostcodeFactory(code="CM201AA", district=DistrictFactory(code="E07000073", name="Harlow"))

    batch = places(of_place(**{"Post code": "CM99 9ZZ"}), boss)

    assert (messages(batch)[0][1].partition(".")[0], batch.summary["proposed"]) == (
        "CM99 9ZZ is not in our districts, or the portal does not know this postcode",
        1,
    )
    choosing.keep(batch=batch, rows=keys(batch, "error"), by=boss)
    assert counts(done(batch)) == {"create": 1}


def test_only_managers_import_places(client, worker):
    client.force_login(worker)
    assert client.get(reverse(ROOM + "places_import")).status_code == 403
    client.force_login(manager())
    assert client.get(reverse(ROOM + "places_import")).status_code == 200


# Who sees the numbers -------------------------------------------------------------


def test_a_manager_sees_numbers_of_cards_only_where_they_brought_them_in(client, cards, worker):
    boss = manager()
    theirs = cards("\n".join(CARDS[:2]).encode())
    client.force_login(boss)
    address = reverse(ROOM + "import", args=[theirs.reference])

    assert client.get(address).status_code == 404
    ImportBatch.objects.update(uploaded_by=boss)
    page = client.get(address).content.decode()
    assert CARDS[0] in page
    assert "2 SIM cards for Northline: 20GB each, 40GB in total" in page


def test_the_page_of_a_batch_takes_a_file_to_its_preview(here, org):
    address = reverse(ROOM + "batch_add")
    day = timezone.localdate() + timedelta(days=90)
    typed = {
        "key": here.get(address).context["form"]["key"].value(),
        "kind": "sim",
        "network": "Northline",
        "gb_a_month": "20",
        "months": "6",
        "expires_on_0": day.day,
        "expires_on_1": day.month,
        "expires_on_2": day.year,
        "kept_by": org.pk,
    }

    broken = here.post(address, {**typed, "file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")})
    assert (broken.status_code, list(broken.context["form"].errors)) == (422, ["file"])
    here.post(address, {**typed, "file": SimpleUploadedFile("a.csv", CARDS[0].encode())})

    batch = done(ImportBatch.objects.get())
    assert (counts(batch), batch.said["mb_each"]) == ({"create": 1}, 120_000)
    again = here.get(f"{address}?after={batch.reference}").context["form"]
    shown = {name: again[name].value() for name in ("network", "gb_a_month", "months", "kept_by")}
    assert shown == {"network": "Northline", "gb_a_month": 20, "months": 6, "kept_by": org.pk}


def test_a_total_under_a_list_is_proposed_to_be_left_out(cards, list_of, worker):
    vouchers = cards(b"Code\nABCD-1234\nEFGH-5678\nTotal\n", kind="voucher")
    assert (counts(vouchers), vouchers.summary["proposed"]) == ({"create": 2, "error": 1}, 1)
    choosing.leave_out_proposed(batch=vouchers, by=worker)
    assert counts(done(vouchers)) == {"create": 2, "out": 1}

    devices = list_of(["laptop", "Lapwing", "L1", "A1", "yes"], ["Total", "1", "", "", ""])
    assert (counts(devices), devices.found["words"]) == ({"create": 1, "error": 1}, [])
