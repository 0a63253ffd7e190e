from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.attention import selectors as attention
from inclusion.cases.services import needs
from inclusion.devices.services import devices
from inclusion.models import Device, DeviceState, Holding, NeedState
from tests.editing import edit
from tests.factories.inclusion import (
    DeviceFactory,
    NeedFactory,
    a_case,
    a_ready_device,
    pat_tested,
    wiped,
)
from tests.factories.partners import caseworker_of, manager
from tests.inclusion.nwipe import Disk, log
from tests.inclusion.test_devices import lend
from tests.words import says

pytestmark = pytest.mark.django_db
ROOM = "inclusion_workspace:"


@pytest.fixture
def org(team):
    return team.organisation


@pytest.fixture
def here(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def need(org):
    return NeedFactory(case=a_case(handled_by=org), kind="device", state=NeedState.APPROVED)


def url(name, device):
    return reverse(ROOM + name, args=[device.reference])


def test_taking_in_puts_a_device_into_quarantine(here, org):
    answer = here.post(
        reverse(ROOM + "device_add"), {"kind": "tablet", "mains_powered": "yes", "serial": "T1"}
    )

    device = Device.objects.get()
    assert answer.url == device.get_absolute_url()
    assert (device.state, device.kept_by, device.holds_data) == ("quarantined", org, True)


def test_no_device_came_before_there_were_such_devices(here):
    answer = here.post(
        reverse(ROOM + "device_add"),
        {
            "kind": "tablet",
            "mains_powered": "yes",
            "serial": "T1",
            "received_on_0": "1",
            "received_on_1": "1",
            "received_on_2": "1900",
        },
    )

    assert (answer.status_code, Device.objects.count()) == (422, 0)
    assert "Enter a real year" in answer.content.decode()


def test_the_list_finds_by_serial_and_by_state(here, org, caseworker):
    DeviceFactory(kept_by=org, serial="FINDME", make="Wren")
    a_ready_device(caseworker, kept_by=org, make="Heron")

    by_serial = here.get(reverse(ROOM + "devices"), {"q": "findme"}).content.decode()
    by_state = here.get(reverse(ROOM + "devices"), {"state": "ready"}).content.decode()

    assert "Wren" in by_serial
    assert "Heron" not in by_serial
    assert "Heron" in by_state
    assert not says(by_state, "Wren")


def test_the_list_in_quarantine_says_how_a_wipe_is_recorded(here, org):
    """The to-do list leads here, where no button wipes."""
    DeviceFactory(kept_by=org, state=DeviceState.QUARANTINED)
    way = f'<a class="govuk-link" href="{reverse(ROOM + "wipe_log")}">upload the nwipe log</a>'

    assert way in here.get(reverse(ROOM + "devices") + "?state=quarantined").content.decode()
    assert way not in here.get(reverse(ROOM + "devices")).content.decode()


def test_the_list_leaves_out_what_is_gone_until_it_is_looked_for(here, org):
    kept = DeviceFactory(kept_by=org)
    gone = DeviceFactory(kept_by=org, kind="monitor", holds_data=False, state="recycled")

    def listed(**asked):
        return list(here.get(reverse(ROOM + "devices"), asked).context["page"])

    assert listed() == [kept]
    assert listed(state="recycled") == listed(q=gone.serial) == [gone]


def test_a_log_on_the_device_page_proves_the_wipe_and_is_kept(here, org):
    device = DeviceFactory(kept_by=org, received_at=timezone.now() - timedelta(days=400))
    content = log(Disk("Z1D2"))

    here.post(
        url("device_log", device),
        {"file": SimpleUploadedFile("nwipe.log", content), "operator": "Cass"},
    )

    device.refresh_from_db()
    wipe = device.wipes.get()
    assert (device.state, device.medium_serial) == (DeviceState.WIPED, "Z1D2")
    assert (wipe.operator, wipe.standard) == ("Cass", "nwipe 0.34 PRNG Stream")
    kept = here.get(reverse("documents:download", args=[wipe.evidence.reference]))
    assert kept.getvalue() == content


def test_the_terms_are_signed_as_they_were_shown(here, org, caseworker, need):
    device = a_ready_device(caseworker, kept_by=org)
    devices.reserve(device=device, need=need, by=caseworker)
    day = timezone.localdate() + timedelta(days=30)
    address = (
        f"{url('device_issue', device)}?kind=loan"
        f"&due_on_0={day.day}&due_on_1={day.month}&due_on_2={day.year}"
    )
    shown = here.get(address).context
    values = {"shown": shown["form"]["shown"].value(), "signed_name": "Ada Example"}

    unread = here.post(address, {**values, "shown": "other words", "agrees": "on"})
    unsigned = here.post(address, values)
    assert (unread.status_code, unsigned.status_code) == (422, 422)
    assert not Holding.objects.exists()
    here.post(address, {**values, "agrees": "on"})

    holding = Holding.objects.get()
    assert holding.terms.splitlines() == shown["lines"]
    assert (holding.signed_name, holding.due_on) == ("Ada Example", day)
    paper = here.get(reverse(ROOM + "holding_paper", args=[holding.reference]))
    assert paper.content.startswith(b"%PDF")


def test_a_returned_device_is_in_quarantine_again(here, org, caseworker, need):
    device = lent(org, caseworker, need)

    here.post(url("device_return", device))

    device.refresh_from_db()
    assert device.state == DeviceState.QUARANTINED


def test_a_fault_makes_the_need_a_need_again(here, org, caseworker, need):
    device = lent(org, caseworker, need)

    here.post(url("device_fault", device), {"why": "It does not charge"})

    need.refresh_from_db()
    device.refresh_from_db()
    assert (need.state, device.state) == (NeedState.APPROVED, DeviceState.ISSUED)
    assert need.case.events.get(kind="item").words == "It does not charge"


def test_a_fault_opens_a_closed_case_again(here, org, caseworker, need):
    device = lent(org, caseworker, need)
    from inclusion.cases.services import cases, needs

    need.refresh_from_db()
    needs.move(need=need, to=NeedState.CONFIRMED, by=caseworker)
    cases.close(case=need.case, words="", by=caseworker)

    here.post(url("device_fault", device), {"why": "It does not charge"})

    need.case.refresh_from_db()
    assert need.case.is_open


def lent(org, caseworker, need, due_in=30, **values):
    device = a_ready_device(caseworker, kept_by=org, **values)
    devices.reserve(device=device, need=need, by=caseworker)
    devices.issue(
        device=device,
        by=caseworker,
        kind="loan",
        terms="Bring it back.",
        signed_name="Ada Example",
        due_on=timezone.localdate() + timedelta(days=due_in),
    )
    return device


def test_a_manager_sees_the_thing_and_not_who_has_it(client, org, caseworker, need):
    device = lent(org, caseworker, need)
    client.force_login(manager())

    page = client.get(device.get_absolute_url()).content.decode()

    assert device.reference in page
    assert need.case.reference not in page
    assert "Ada Example" not in page
    assert client.post(url("device_return", device)).status_code == 403


def test_another_team_does_not_find_the_device(client, org):
    device = DeviceFactory(kept_by=org)
    from tests.factories.inclusion import team_of

    client.force_login(caseworker_of(team_of().organisation))

    assert client.get(device.get_absolute_url()).status_code == 404


def test_labels_say_what_it_is_and_never_who_gave_it(here, org, monkeypatch):
    from inclusion.devices import labels
    from inclusion.models import Donation

    gift = Donation.objects.create(
        kind="individual", what="A laptop", name="Dora Donor", to=org, state="received"
    )
    device = DeviceFactory(kept_by=org, donation=gift, make="Wren")
    seen = []
    render = labels.pdf.render
    monkeypatch.setattr(
        labels.pdf, "render", lambda *args, **more: seen.append(args) or render(*args, **more)
    )

    answer = here.get(f"{reverse(ROOM + 'device_labels')}?device={device.reference}")

    assert answer.content.startswith(b"%PDF")
    assert device.reference in str(seen)
    assert not says(str(seen), "Dora")


def test_a_wipe_typed_in_closes_no_gate_before_it_happened(here, org):
    device = DeviceFactory(kept_by=org)
    before = timezone.localdate() - timedelta(days=30)

    answer = here.post(
        url("device_wipe", device),
        {
            "passed": "yes",
            "method": "overwrite",
            "standard": "NIST",
            "operator": "Cass",
            "day_0": before.day,
            "day_1": before.month,
            "day_2": before.year,
            "time": "12:00",
        },
    )

    assert answer.status_code == 422
    assert "before the device was received" in answer.content.decode()
    device.refresh_from_db()
    assert device.state == DeviceState.QUARANTINED
    assert not device.wipes.exists()


def test_the_page_offers_the_next_step_only(here, org, caseworker):
    device = DeviceFactory(kept_by=org)
    assert b"Record wipe" in here.get(device.get_absolute_url()).content

    wiped(device, caseworker)

    page = here.get(device.get_absolute_url()).content
    assert b"Inspect and grade" in page
    assert b"Record wipe" not in page


def test_the_page_of_what_is_not_ready_says_what_is_missing(here, org, caseworker):
    device = DeviceFactory(kept_by=org, locked_to_user=True)

    def words():
        return here.get(url("device_ready", device)).content.decode()

    assert "it must be wiped, inspected, PAT tested and unlocked from its previous user." in words()
    wiped(device, caseworker)
    devices.inspect(device=device, by=caseworker, grade="b", locked_to_user=False)
    assert "it must be PAT tested." in words()
    pat_tested(device, caseworker)
    assert "It has been wiped, inspected and PAT tested. You will be able to reserve it" in words()
    devices.make_ready(device=device, by=caseworker)
    assert "You cannot mark it as ready, because its status is “Ready to issue”." in words()


def test_what_needs_no_proof_is_not_said_to_have_one(here, org, caseworker):
    device = DeviceFactory(kept_by=org, kind="monitor", holds_data=False, mains_powered=False)
    devices.inspect(device=device, by=caseworker, grade="a")

    assert (
        "It has been inspected. You will" in here.get(url("device_ready", device)).content.decode()
    )


def test_inspecting_twice_is_refused_in_words(here, org, caseworker):
    device = DeviceFactory(kept_by=org)
    wiped(device, caseworker)
    devices.inspect(device=device, by=caseworker, grade="b")

    answer = edit(here, url("device_inspect", device), {"grade": "a"})

    assert answer.status_code == 422
    assert "Its status is already “Inspected”. Reload the page to see it" in answer.content.decode()


def test_a_need_cannot_become_what_it_is(need, caseworker):
    with pytest.raises(Refusal, match="already “approved”"):
        needs.move(need=need, to="approved", by=caseworker)


def test_the_card_of_a_need_tells_that_its_device_came_back(here, org, caseworker, need):
    device = a_ready_device(caseworker, kept_by=org)
    lend(device, need, caseworker)

    def words():
        return here.get(need.case.get_absolute_url()).content.decode()

    assert "check with the person that it works" in words()
    devices.record_return(device=device, by=caseworker)
    assert "device returned: ask if they need another one" in words()
    assert "check with the person that it works" not in words()
    needs.move(need=need, to="approved", by=caseworker)
    needs.move_by_hand(need=need, to="supplied", by=caseworker, words="Bought by their church")
    assert "check with the person that it works" in words()


@pytest.mark.parametrize(
    ("year", "words"), [(9999, "Enter a real year, such as"), (2150, "within 3 years")]
)
def test_a_loan_that_never_ends_is_refused_in_words(here, org, caseworker, need, year, words):
    holding = lend(a_ready_device(caseworker, kept_by=org), need, caseworker)
    extend = reverse(ROOM + "holding_extend", args=[holding.reference])

    answer = here.post(extend, {"due_on_0": 1, "due_on_1": 1, "due_on_2": year})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_where_it_came_from_is_asked_beside_its_field(here, need):
    page = reverse(ROOM + "need_move", args=[need.reference])
    assert "Anything to add (optional)" not in here.get(page).content.decode()

    answer = here.post(page, {"to": "supplied", "words": ""})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"words": [needs.NO_SOURCE]}


def test_the_work_list_counts_what_its_link_lists(here, org, caseworker):
    DeviceFactory(kept_by=org, received_at=timezone.now() - timedelta(days=12))
    DeviceFactory(kept_by=org, received_at=timezone.now())

    (item,) = [one for one in attention.items_for(caseworker) if one.key == "devices-to-wipe"]

    assert item.title == "Wipe 2 devices in quarantine"
    assert len(here.get(item.url).context["page"].object_list) == 2


def test_a_day_far_off_is_said_once(here, org, caseworker, need):
    holding = lend(a_ready_device(caseworker, kept_by=org), need, caseworker)
    page = reverse(ROOM + "holding", args=[holding.reference])
    Holding.objects.update(due_on=timezone.localdate() + timedelta(days=100))

    assert " (due " not in here.get(page).content.decode()
    Holding.objects.update(due_on=timezone.localdate() + timedelta(days=3))
    assert " (due in 3 days)" in here.get(page).content.decode()
