"""Giving a device or mobile data, and what the giver is told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.attention import selectors as attention
from diz_portal.outbox.models import Message
from inclusion.databank.attention_items import to_follow_up, to_instruct
from inclusion.databank.selectors import databank as data
from inclusion.databank.services import databank, pledges
from inclusion.devices.services import devices, donations
from inclusion.help.selectors import switches
from inclusion.help.services import switches as switching
from inclusion.models import (
    DataBatch,
    DataPledge,
    Device,
    Donation,
    DonationState,
    NeedState,
    PledgeState,
)
from tests.editing import edit
from tests.factories.inclusion import NeedFactory, a_case, a_ready_device, card, team_of
from tests.factories.partners import OrganisationFactory, caseworker_of, manager

pytestmark = pytest.mark.django_db
DEVICE = {
    "kind": "individual",
    "what": "A laptop",
    "how_many": "1",
    "drop_off": "yes",
    "postcode": "cm201wg",
    "name": "Dora Donor",
    "email": "dora@test.example",
}
DATA = {"kind": "sim", "gb": "20", "name": "Perry Pledger", "email": "perry@test.example"}


@pytest.fixture(autouse=True)
def open_house(partnership, team, settings):
    settings.PUBLIC_FORM_LIMITS = False


def letters() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("template", flat=True))


def given(org, **values) -> Donation:
    values = {"kind": "individual", "what": "Laptops", "email": "dora@test.example", **values}
    return Donation.objects.create(to=org, **values)


def test_an_offer_comes_to_the_team_and_its_giver_gets_a_link(client, team):
    answer = client.post(reverse("inclusion:donate_device"), DEVICE)

    donation = Donation.objects.get()
    assert (donation.to, donation.postcode) == (team.organisation, "CM20 1WG")
    assert answer.url == reverse("inclusion:donation", args=[donation.token])
    assert letters() == ["inclusion/donation_offered"]
    assert donation.link in Message.objects.get().words
    assert donation.reference in client.get(answer.url).content.decode()


def test_the_same_form_twice_is_one_offer(client):
    page = client.get(reverse("inclusion:donate_device"))
    values = {**DEVICE, "attempt": page.context["form"]["attempt"].value()}

    first, second = (client.post(reverse("inclusion:donate_device"), values) for _ in range(2))

    assert first.url == second.url
    assert (Donation.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("page", "values", "model"),
    [("donate_device", DEVICE, Donation), ("donate_data", DATA, DataPledge)],
)
def test_a_form_that_was_used_drops_nothing(client, page, values, model):
    address = reverse("inclusion:" + page)
    key = client.get(address).context["form"]["attempt"].value()
    client.post(address, {**values, "attempt": key})

    answer = client.post(address, {**values, "attempt": key, "name": "Olive Other"})

    told = answer.content.decode()
    assert answer.status_code == 422
    assert "already sent this form (offer" in told
    assert model.objects.get().reference in told
    assert "Olive Other" in told


def test_a_promise_received_under_a_used_key_drops_nothing(caseworker):
    pledge = pledges.pledge(gb=20, kind="sim")
    batch = {
        "by": caseworker,
        "key": "once",
        "kind": "sim",
        "network": "Northline",
        "mb_each": 20_000,
        "expires_on": timezone.localdate() + timedelta(days=30),
    }
    pledges.receive(pledge=pledge, codes=[card(1)], **batch)

    with pytest.raises(databank.UsedAlready):
        pledges.receive(pledge=pledge, codes=[card(1), card(2)], **batch)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": ""}, "Enter an email address or a phone number"),
        ({"kind": "business"}, "Enter the name of your organisation"),
        ({"postcode": "nowhere"}, "Enter a full postcode"),
        ({"how_many": "0"}, "Enter 1 or more"),
        ({"email": "", "phone": "12"}, "Enter a UK phone number"),
    ],
)
def test_what_is_missing_is_asked_for(client, change, sentence):
    answer = client.post(reverse("inclusion:donate_device"), {**DEVICE, **change})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


TOO_LONG = "Enter {} characters or fewer. You have entered {}"


@pytest.mark.parametrize(
    ("page", "change", "sentence"),
    [
        ("donate_data", {"gb": "1000001"}, "Enter 1,000,000 or less"),
        ("donate_data", {"gb": "1e3"}, "Enter a whole number, such as 20"),
        ("donate_data", {"network": "n" * 303}, TOO_LONG.format(40, 303)),
        ("donate_data", {"organisation": "n" * 303}, TOO_LONG.format(150, 303)),
        ("donate_data", {"email": "n" * 295 + "@b.co"}, TOO_LONG.format(254, 300)),
        ("donate_device", {"name": "n" * 303}, TOO_LONG.format(150, 303)),
        ("donate_device", {"what": "n" * 1303}, TOO_LONG.format(1000, 1303)),
        ("donate_device", {"phone": "0" * 50}, TOO_LONG.format(40, 50)),
        ("donate_device", {"postcode": "n" * 20}, TOO_LONG.format(12, 20)),
        ("donate_device", {"how_many": "1_0"}, "Enter a number, such as 1"),
    ],
)
def test_what_is_typed_wrong_is_told_in_plain_words(client, page, change, sentence):
    values = DATA if page == "donate_data" else DEVICE

    answer = client.post(reverse(f"inclusion:{page}"), {**values, **change})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Ensure this value" not in answer.content.decode()


def test_another_persons_link_is_not_found(client, team):
    donation = given(team.organisation)
    other = donation.token.replace(donation.reference, given(team.organisation).reference)

    assert client.get(reverse("inclusion:donation", args=[other])).status_code == 404
    assert client.get(reverse("inclusion:pledge", args=[donation.token])).status_code == 404


def test_an_offer_is_answered_once(team, caseworker):
    donation = given(team.organisation)
    donations.expect(donation=donation, words="Bring it to the library.", by=caseworker)
    donations.receive(donation=donation, by=caseworker)

    with pytest.raises(donations.AlreadyAnswered):
        donations.decline(donation=donation, words="No", by=caseworker)

    donation.refresh_from_db()
    assert donation.state == DonationState.RECEIVED
    assert letters() == ["inclusion/donation_expected", "inclusion/donation_received"]


def test_the_giver_is_thanked_once_when_it_helps(client, team, caseworker):
    org = team.organisation
    donation = given(org, state="received", how_many=7)
    for number in range(7):
        device = a_ready_device(caseworker, kept_by=org, mains_powered=False)
        Device.objects.filter(pk=device.pk).update(donation=donation)
        if number < 4:
            hand_over(device, org, caseworker)

    page = client.get(reverse("inclusion:donation", args=[donation.token])).content.decode()
    assert letters() == ["inclusion/donation_helped"]
    assert "fewer than 5" in page
    assert "Your donation has helped" in page
    assert "Resident" not in page

    hand_over(Device.objects.filter(state="ready").first(), org, caseworker)

    page = client.get(reverse("inclusion:donation", args=[donation.token])).content.decode()
    assert "fewer than 5" not in page
    assert len(letters()) == 1


def hand_over(device, org, by) -> None:
    need = NeedFactory(case=a_case(handled_by=org), kind="device", state=NeedState.APPROVED)
    devices.reserve(device=device, need=need, by=by)
    devices.issue(device=device, by=by, kind="gift", terms="Yours.", signed_name="Ada Example")


def test_a_pledge_is_never_stock(client):
    answer = client.post(reverse("inclusion:donate_data"), DATA)

    pledge = DataPledge.objects.get()
    assert answer.url == reverse("inclusion:pledge", args=[pledge.token])
    assert data.totals(DataBatch.objects.all()).received == 0
    assert data.pledged_mb() == 20_000


def test_a_donor_of_data_is_sent_instructions_and_it_is_recorded(client, caseworker):
    pledge = pledges.pledge(gb=20, kind="gift_code", email="perry@test.example")
    client.force_login(caseworker)
    address = reverse("inclusion_workspace:pledge_answer", args=[pledge.reference])
    words = {"words": "Post the card to our office."}

    assert edit(client, address, {"words": ""}).status_code == 422
    # The same sent twice is sent once.
    for _ in range(2):
        assert edit(client, address, words).url == pledge.get_absolute_url()

    pledge.refresh_from_db()
    assert (pledge.state, pledge.words) == (PledgeState.EXPECTED, words["words"])
    assert (pledge.answered_by, pledge.answered_at.date()) == (caseworker, timezone.now().date())
    assert letters() == ["inclusion/pledge_made", "inclusion/pledge_answered"]
    assert words["words"] in Message.objects.get(template="inclusion/pledge_answered").words
    assert words["words"] in client.get(reverse("inclusion:pledge", args=[pledge.token])).text
    assert words["words"] in client.get(pledge.get_absolute_url()).text
    assert data.pledged_mb() == 20_000


def test_instructions_are_sent_again_with_other_words_and_not_once_it_is_closed(caseworker):
    pledge = pledges.pledge(gb=20, kind="sim", email="perry@test.example")
    for words in ("Post it.", "Bring it.", "Post it."):
        pledges.answer(pledge=pledge, words=words, by=caseworker)

    assert letters() == ["inclusion/pledge_made", *["inclusion/pledge_answered"] * 3]
    with pytest.raises(pledges.NoInstructions):
        pledges.answer(pledge=pledge, words=" ", by=caseworker)
    pledges.withdraw(pledge=pledge, by=caseworker)
    with pytest.raises(pledges.AlreadySettled):
        pledges.answer(pledge=pledge, words="Another way", by=caseworker)


def test_the_page_of_an_offer_does_not_call_it_a_donation(client, caseworker):
    pledge = pledges.pledge(gb=20, kind="sim", email="perry@test.example")

    def page() -> str:
        return client.get(reverse("inclusion:pledge", args=[pledge.token])).text

    assert f"<title>Your offer {pledge.reference} " in page()
    assert "Save the link to this page" in page()
    pledges.withdraw(pledge=pledge, by=caseworker)
    assert "Save the link to this page" not in page()


def test_home_asks_for_instructions_and_later_for_what_does_not_arrive(
    team, caseworker, partnership
):
    pledge = pledges.pledge(gb=20, kind="sim", email="perry@test.example")
    today = timezone.localdate()

    def asked(day=today) -> list:
        found = [*to_instruct(caseworker, day), *to_follow_up(caseworker, day)]
        return [(one.title, one.when) for one in found]

    assert asked() == [("Send instructions for 20GB of mobile data", "due in 7 days")]
    assert asked(today + timedelta(days=9))[0][1] == "2 days overdue"
    pledges.answer(pledge=pledge, words="Post it to us.", by=caseworker)
    assert asked() == []
    assert asked(today + timedelta(days=28)) == [
        ("Follow up 1 data pledge", "oldest instructions sent 28 days ago")
    ]
    pledges.withdraw(pledge=pledge, by=caseworker)
    assert asked(today + timedelta(days=28)) == []


def test_home_asks_to_answer_offers_as_soon_as_donors_were_told(team, caseworker, partnership):
    partnership.offer_days = 3
    partnership.save()
    pledge = pledges.pledge(gb=20, kind="sim", email="perry@test.example")
    donation = given(team.organisation)
    due = timezone.localdate() + timedelta(days=3)

    for key in (f"data-pledge:{pledge.reference}", f"device-offer:{donation.reference}"):
        found = [one for one in attention.items_for(caseworker) if one.key == key]
        assert [(one.due_on, one.when) for one in found] == [(due, "due in 3 days")]


def test_who_answers_a_transferred_offer_has_as_long_as_the_donor_was_told(
    team, caseworker, partnership
):
    partnership.offer_days = 3
    partnership.save()
    donation = given(team.organisation)
    Donation.objects.update(offered_at=timezone.now() - timedelta(days=10))
    donations.expect(donation=donation, words="Bring it on Monday.", by=caseworker)
    other = team_of(OrganisationFactory()).organisation

    donations.pass_to(donation=donation, to=other, by=manager())

    key = f"device-offer:{donation.reference}"
    (item,) = [one for one in attention.items_for(caseworker_of(other)) if one.key == key]
    assert (item.due_on, item.when) == (timezone.localdate() + timedelta(days=3), "due in 3 days")


def test_a_pledge_becomes_a_batch_once(caseworker):
    pledge = pledges.pledge(gb=20, kind="sim", email="perry@test.example")
    batch = {
        "codes": [card(1)],
        "kind": "sim",
        "network": "Northline",
        "mb_each": 20_000,
        "expires_on": timezone.localdate() + timedelta(days=30),
    }

    made = [pledges.receive(pledge=pledge, by=caseworker, key="once", **batch) for _ in range(2)]

    assert made[0] == made[1]
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.RECEIVED
    assert letters() == ["inclusion/pledge_made", "inclusion/pledge_received"]
    with pytest.raises(pledges.AlreadySettled):
        pledges.withdraw(pledge=pledge, by=caseworker)


def test_the_giver_of_data_reads_how_far_it_helped_and_not_whom(client, team, caseworker):
    pledge = pledges.pledge(gb=40, kind="sim", email="perry@test.example")
    pledges.receive(
        pledge=pledge,
        by=caseworker,
        key="k",
        codes=[card(1), card(2)],
        kind="sim",
        network="Northline",
        mb_each=20_000,
        expires_on=timezone.localdate() + timedelta(days=30),
    )
    need = NeedFactory(case=a_case(handled_by=team.organisation), kind="data", state="approved")
    databank.issue(need=need, by=caseworker, key="i")

    page = client.get(reverse("inclusion:pledge", args=[pledge.token])).content.decode()

    assert "20GB" in page
    assert "Fewer than 5" in page
    assert letters()[-1] == "inclusion/pledge_helped"


def test_a_pause_says_how_long(client, caseworker):
    with pytest.raises(switching.SayHowLong):
        switching.set_item(item="laptop", is_paused=True, weeks=None, by=caseworker)

    switching.set_item(item="laptop", is_paused=True, weeks=8, by=caseworker)

    assert [one.item.value for one in switches.standings() if one.is_paused] == ["laptop"]
    page = client.get(reverse("inclusion:donate_device")).content.decode()
    assert "Laptops: about 8 weeks." in page


def test_a_switch_keeps_who_changed_it(caseworker):
    switching.set_item(item="data", is_paused=True, weeks=1, by=caseworker)
    switching.set_item(item="data", is_paused=True, weeks=1, by=caseworker)
    switch = switching.set_item(item="data", is_paused=False, weeks=None, by=caseworker)

    assert list(switch.events.values_list("is_paused", "weeks", "by")) == [
        (True, 1, caseworker.pk),
        (False, None, caseworker.pk),
    ]


@pytest.mark.parametrize(
    ("number", "can_text", "channel"),
    [
        ("07700 900123", True, "text"),
        ("07700 900123", False, "phone"),
        ("01632 960 123", True, "phone"),
    ],
)
def test_a_donor_with_only_a_telephone_is_told_at_each_step(
    team, caseworker, monkeypatch, number, can_text, channel
):
    monkeypatch.setattr("diz_portal.outbox.notify.can_text", lambda: can_text)
    donation = donations.offer(kind="individual", what="A laptop", name="Ann Donor", phone=number)
    donations.expect(donation=donation, words="Bring it on Monday.", by=caseworker)
    donations.receive(donation=donation, by=caseworker)

    told = Message.objects.order_by("pk")
    assert [one.template.partition("/")[2] for one in told] == [
        "donation_offered",
        "donation_expected",
        "donation_received",
    ]
    assert {one.channel for one in told} == {channel}
    if channel == "phone":
        # Nobody is rung three times with what is old news.
        assert Message.objects.for_staff().get().template == "inclusion/donation_received"
        assert "Bring it on Monday." in told[1].words


def test_whoever_answers_an_offer_rings_a_donor_who_left_a_number_alone(team, caseworker, client):
    gift = {"kind": "individual", "what": "A laptop", "name": "Ann Donor"}
    donation = donations.offer(**gift, phone="01632 960 123")
    donations.offer(**{**gift, "name": "By email"}, email="b@donor.example")
    client.force_login(caseworker)
    (item,) = [one for one in attention.items_for(caseworker) if one.key == "donors-to-ring"]
    assert item.title == "Call 1 donor about their offer"
    listed = client.get(item.url).context["page"].object_list
    assert list(listed) == [donation]

    page = client.get(donation.get_absolute_url()).content.decode()
    assert "01632 960 123" in page
    called = reverse("inclusion_workspace:donation_called", args=[donation.reference])
    client.post(called, {"what": "no_answer"})
    assert Message.objects.for_staff().get().attempts == 1
    client.post(called, {"what": "spoke"})

    told = Message.objects.get(channel="phone")
    assert (told.state, told.outcome, told.done_by) == ("sent", "spoke", caseworker)
    assert not [one for one in attention.items_for(caseworker) if one.key == "donors-to-ring"]
    again = client.post(called, {"what": "spoke"}, follow=True).content.decode()
    assert (
        "There is no call to make about this offer. Reload the page and check its status" in again
    )


def test_a_donor_of_another_organisation_is_not_ours_to_ring(team, caseworker, client):
    other = team_of(OrganisationFactory()).organisation
    donation = donations.offer(
        kind="individual", what="A laptop", name="Ann Donor", phone="01632 960 123"
    )
    donations.pass_to(donation=donation, to=other, by=manager())
    client.force_login(caseworker)

    assert not [one for one in attention.items_for(caseworker) if one.key == "donors-to-ring"]
    called = reverse("inclusion_workspace:donation_called", args=[donation.reference])
    assert client.post(called, {"what": "spoke"}).status_code == 404
    (item,) = [
        one for one in attention.items_for(caseworker_of(other)) if one.key == "donors-to-ring"
    ]
    assert item.about == "Device bank"
