"""A person is told at each step, as they chose, once, and in the words of the page."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import NotNow
from diz_portal.outbox import rendering
from diz_portal.outbox.models import Channel, Message
from diz_portal.outbox.texts import segments
from diz_portal.phones import in_words
from inclusion.cases import steps
from inclusion.cases.services import cases, needs, referrals, telling, transfers
from inclusion.cases.services.redaction import forget
from inclusion.help.services import help as asking
from inclusion.models import (
    CASE_MOVES,
    NEED_MOVES,
    REFERRAL_MOVES,
    TRANSFER_MOVES,
    DeclineReason,
    Need,
    NeedKind,
    NeedState,
    NotMetReason,
    Referral,
    ReferralState,
    Step,
    Telling,
    ToldBy,
    TransferState,
)
from tests.factories.inclusion import CaseFactory, HelpPlaceFactory, NeedFactory, team_of
from tests.factories.partners import AgreementFactory, OrganisationFactory, caseworker_of
from tests.pdf.reading import read
from tests.words import says

pytestmark = pytest.mark.django_db

CHANNELS = [channel.value for channel in Channel]
REACHED = {
    "phone": "+447700900123",
    "email": "ada@mail.example",
    "address": "1 High Street\nHarlow",
    "date_of_birth": "1948-03-02",
}


@pytest.fixture(autouse=True)
def texts_can_be_sent(monkeypatch):
    monkeypatch.setattr("diz_portal.outbox.notify.can_text", lambda: True)


def ask(sharing, way, *, kind="self", wanted=("device",), **more):
    person = {"name": "Ada Example", "contact_by": way, **REACHED} | more.pop("person", {})
    return referrals.submit(kind=kind, person=person, sharing=sharing, wanted=list(wanted), **more)


def told(step) -> Telling:
    return Telling.objects.get(step=step)


def words_of(one: Telling) -> str:
    """What the person hears: of the message that went, or of what staff post or say."""
    if one.channel in (Channel.EMAIL, Channel.TEXT):
        return Message.objects.get(key__endswith=one.key).words
    return telling.words_by_hand(one)[1]


# Which steps ---


@pytest.mark.parametrize(
    "move",
    [
        (before, after)
        for table in (REFERRAL_MOVES, NEED_MOVES, CASE_MOVES, TRANSFER_MOVES)
        for before, states in table.items()
        for after in states
    ],
)
def test_every_move_is_told_or_says_why_not(move):
    answer = steps.told(move)

    assert isinstance(answer, Step) or answer.why.endswith(".")


def test_states_of_one_name_are_told_apart():
    """“Declined” is a state of a referral, a need and a transfer."""
    assert steps.told((ReferralState.SUBMITTED, ReferralState.DECLINED)) == Step.DECLINED
    assert steps.told((NeedState.IDENTIFIED, NeedState.DECLINED)) == steps.THEY_SAID_SO
    assert steps.told((TransferState.OFFERED, TransferState.ACCEPTED)) == Step.PASSED
    assert steps.told((ReferralState.SUBMITTED, ReferralState.ACCEPTED)) == Step.ACCEPTED


def test_every_step_has_its_words_in_every_form():
    assert set(steps.TEMPLATES) == set(Step)
    for template in steps.TEMPLATES.values():
        _, forms = rendering.sources(f"inclusion/{template}")
        assert set(forms) == set(CHANNELS)


def test_every_reason_and_kind_has_words():
    assert set(steps.DECLINE_SAID) == set(DeclineReason)
    assert set(steps.NOT_MET_SAID) | set(steps.NOT_SAID) == set(NotMetReason)
    assert set(steps.NEED_SAID) == set(steps.SUPPLIED_SAID) == set(NeedKind)


# At each step ---


@pytest.mark.parametrize("way", CHANNELS)
def test_a_person_who_asked_is_told_at_each_step_as_they_chose(team, sharing, caseworker, way):
    referral = ask(sharing, way, wanted=["device", "data"])
    case = referrals.accept(referral=referral, by=caseworker)
    device, data = case.needs.order_by("kind")[::-1]
    needs.move(need=device, to="approved", by=caseworker)
    needs.move(need=device, to="supplied", by=caseworker)
    needs.move(need=device, to="confirmed", by=caseworker)
    needs.move(need=data, to="not_met", reason="no_coverage", by=caseworker)
    cases.close(case=case, words="Done.", by=caseworker)
    cases.reopen(case=case, words="She rang.", by=caseworker)

    rows = Telling.objects.order_by("pk")
    assert [row.step for row in rows] == [
        "received",
        "accepted",
        "supplied",
        "not_met",
        "closed",
        "reopened",
    ]
    assert {row.channel for row in rows} == {way}
    by_machine = way in (Channel.EMAIL, Channel.TEXT)
    assert Message.objects.count() == (6 if by_machine else 0)
    assert bool(Telling.objects.waiting()) is not by_machine


def test_whoever_was_declined_reads_why_and_where_else_to_ask(team, sharing, caseworker, postcode):
    HelpPlaceFactory(name="Harlow Library", postcode=postcode, phone="01279 000111")
    referral = ask(sharing, "email", person={"postcode": postcode})

    referrals.decline(
        referral=referral, reason="outside", words="You could ask Uttlesford.", by=caseworker
    )

    words = words_of(told("declined"))
    assert "You live outside the area where we can help. You could ask Uttlesford." in words
    assert "- Harlow Library" in words
    assert "01279 000 111" in words


def test_what_is_written_for_a_partner_is_not_read_by_the_person(
    team, surgery, sharing, caseworker
):
    referral = ask(sharing, "email", kind="partner", made_by=surgery)

    referrals.decline(referral=referral, reason="other", words="She shouts.", by=caseworker)

    assert "shouts" not in words_of(told("declined"))


def test_a_partner_that_withdraws_does_not_leave_the_person_waiting(team, surgery, sharing):
    referral = ask(sharing, "phone", kind="partner", made_by=surgery)

    referrals.withdraw(referral=referral)

    assert told("referred").outcome == ToldBy.OVERTAKEN
    assert told("withdrawn").is_waiting
    assert surgery.name in words_of(told("withdrawn"))


def test_a_need_that_moves_on_is_not_told_as_it_was(team, caseworker):
    case = CaseFactory(handled_by=team.organisation, person__phone=REACHED["phone"])
    need = NeedFactory(case=case, state="approved")

    needs.move(need=need, to="supplied", by=caseworker)
    needs.move(need=need, to="approved", by=caseworker)
    assert told("supplied").outcome == ToldBy.OVERTAKEN
    needs.move(need=need, to="supplied", by=caseworker)

    assert Telling.objects.waiting().count() == 1


@pytest.mark.parametrize("reason", steps.NOT_SAID)
def test_nobody_writes_to_the_house_of_somebody_who_may_have_died(team, caseworker, reason):
    case = CaseFactory(handled_by=team.organisation, person__email="ada@mail.example")
    need = NeedFactory(case=case)

    needs.move(need=need, to="not_met", reason=reason, by=caseworker)
    cases.close(case=case, words="Done.", by=caseworker)

    assert not Telling.objects.exists()


def test_who_is_transferred_is_told_by_the_new_team_alone(team, sharing, caseworker, client):
    other = team_of(OrganisationFactory(name="Elsewhere"))
    AgreementFactory(kind="data_sharing", parties=[team.organisation, other.organisation])
    referral = ask(sharing, "email")
    case = referrals.accept(referral=referral, by=caseworker)
    transfer = transfers.offer(
        case=case, to=other, basis="agreed", basis_words="She said so.", why="Nearer",
        handover="", by=caseworker,
    )  # fmt: skip

    transfers.accept(transfer=transfer, by=caseworker_of(other.organisation))

    assert [one.step for one in Telling.objects.order_by("pk")] == [
        "received",
        "accepted",
        "passed",
    ]
    assert "Elsewhere now has your request" in words_of(told("passed"))
    found = asking.progress(
        reference=referral.reference, date_of_birth=referral.person.date_of_birth
    )
    assert (found.organisation, found.heading) == (
        other.organisation,
        "Another team has your request",
    )


@pytest.fixture
def by_hand(team, sharing, caseworker):
    """Somebody to ring, who needs two things that are approved."""
    referral = ask(sharing, "phone", wanted=["device", "data", "skills"])
    case = referrals.accept(referral=referral, by=caseworker)
    for need in case.needs.all():
        needs.move(need=need, to="approved", by=caseworker)
    return case


def supply(case, *kinds, by, **more):
    for kind in kinds:
        needs.move(need=case.needs.get(kind=kind), to="supplied", by=by, **more)


def test_what_is_supplied_is_one_call_that_says_all_of_it(by_hand, caseworker):
    supply(by_hand, "device", "data", by=caseworker)

    (call,) = Telling.objects.waiting()
    assert told("accepted").outcome == ToldBy.OVERTAKEN
    words = telling.words_by_hand(call)[1]
    assert "You now have the device you asked for. You now have mobile data." in words

    telling.finish(told=call, outcome="spoke", by=caseworker)
    supply(by_hand, "skills", by=caseworker)

    (call,) = Telling.objects.waiting()
    assert "the device" not in telling.words_by_hand(call)[1]


def test_whoever_was_given_it_in_person_is_not_rung_about_it(by_hand, caseworker):
    supply(by_hand, "device", by=caseworker)
    supply(by_hand, "data", by=caseworker, in_person=True)

    (call,) = Telling.objects.waiting()
    done = Telling.objects.get(need__kind="data")
    assert call.need.kind == "device"
    assert (done.outcome, done.settled_by, done.how) == (ToldBy.SPOKE, caseworker, "In person")


def test_the_page_of_a_request_does_not_announce_what_has_happened(by_hand, caseworker):
    referral = telling.referral_of(by_hand)
    born = referral.person.date_of_birth

    def words():
        return asking.progress(reference=referral.reference, date_of_birth=born).words

    assert "will contact you" in words()
    supply(by_hand, "device", by=caseworker)
    assert "will contact you" not in words()


@pytest.mark.parametrize(("kind", "how"), [("self", "On the page"), ("caller", "Phone call")])
def test_how_somebody_heard_while_they_asked(team, sharing, caseworker, kind, how):
    ask(sharing, "phone", kind=kind, by=caseworker)

    assert told("received").how == how


# How they are reached ---


@pytest.mark.parametrize(
    ("way", "missing", "channel", "sentence"),
    [
        ("email", "email", "phone", "They chose email, but we have no email address."),
        ("text", "phone", "letter", "They chose a text message, but we have no mobile number."),
        ("letter", "address", "phone", "They chose a letter, but we have no postal address."),
        ("phone", "phone", "letter", "They chose a call, but we have no phone number."),
    ],
)
def test_a_way_that_leads_nowhere_falls_to_staff_who_see_why(
    team, sharing, caseworker, client, way, missing, channel, sentence
):
    referral = ask(sharing, way, person={missing: ""})
    referrals.accept(referral=referral, by=caseworker)

    one = told("accepted")
    assert (one.channel, one.is_waiting) == (channel, True)
    assert not Message.objects.exists()
    client.force_login(caseworker)
    client.post(reverse("inclusion_workspace:telling_done", args=[one.reference]), {"what": "open"})
    page = client.get(reverse("inclusion_workspace:telling", args=[one.reference]))
    assert sentence in page.content.decode()


def test_somebody_on_the_telephone_is_not_rung_to_say_that_they_asked(team, sharing, caseworker):
    ask(sharing, "phone", kind="caller", by=caseworker)

    assert told("received").outcome == ToldBy.ON_PAGE


def test_somebody_who_chose_letters_gets_their_reference_by_letter(team, sharing):
    referral = ask(sharing, "letter")

    assert told("received").is_waiting
    assert referral.reference in words_of(told("received"))


# Words ---


def every_message(team, sharing, caseworker, surgery, way):
    """One of each step."""
    referral = ask(sharing, way, kind="partner", made_by=surgery)
    referrals.withdraw(referral=referral)
    referral = ask(sharing, way)
    referrals.decline(referral=referral, reason="elsewhere", by=caseworker)
    referral = ask(sharing, way, wanted=["device", "accessibility"])
    referrals.transfer(
        referral=referral, to=team_of(OrganisationFactory(name="E" * 60)).organisation, by=None
    )
    referral = ask(sharing, way, wanted=["skills", "accessibility"])
    case = referrals.accept(referral=referral, by=caseworker)
    for need in case.needs.all():
        Need.objects.filter(pk=need.pk).update(item="a screen reader for Ada")
        needs.move(need=need, to="approved", by=caseworker)
        needs.move(need=need, to="supplied", by=caseworker)
        needs.move(need=need, to="not_met", reason="other", by=caseworker)
    cases.close(case=case, words="She cannot see.", by=caseworker)
    cases.reopen(case=case, words="She cannot hear.", by=caseworker)
    assert set(Telling.objects.values_list("step", flat=True)) == set(Step)


PRIVATE = re.compile(r"Ada|screen reader|easier to use|see\.|hear\.|health", re.IGNORECASE)


@pytest.mark.parametrize("way", ["email", "text"])
def test_subjects_and_texts_say_nothing_private_and_texts_are_whole(
    team, sharing, caseworker, surgery, way
):
    team.phone = "01632 960111"
    team.save()
    every_message(team, sharing, caseworker, surgery, way)

    for message in Message.objects.all():
        assert not PRIVATE.search(message.subject)
        if way == "text":
            assert not PRIVATE.search(message.words)
            assert segments(message.words) <= 2
            assert not message.words.rstrip().endswith("...")


@pytest.mark.parametrize("way", CHANNELS)
def test_messages_greet_alike_and_sentences_begin_large(team, sharing, caseworker, surgery, way):
    every_message(team, sharing, caseworker, surgery, way)

    for one in Telling.objects.all():
        words = words_of(one) if way in ("email", "text") else telling.words_by_hand(one)[1]
        assert "{{" not in words
        assert "  " not in words.replace("\n", "")
        begins = {
            "email": "Hello,\n\n",
            "letter": "Dear Ada Example,\n\n",
            "phone": "Say who you are",
        }
        assert words.startswith(begins.get(way, ""))


@pytest.mark.parametrize("way", CHANNELS)
def test_nobody_without_a_date_of_birth_is_sent_to_a_page_that_asks_for_it(
    team, sharing, caseworker, surgery, way
):
    ask(sharing, way, person={"date_of_birth": None})
    ask(sharing, way, kind="partner", made_by=surgery, person={"date_of_birth": None})

    for one in Telling.objects.all():
        assert "date of birth" not in words_of(one)
        assert reverse("inclusion:help_progress") not in words_of(one)


@pytest.mark.parametrize("way", ["letter", "phone"])
def test_whoever_is_declined_by_hand_is_given_a_number_and_no_web_address(
    team, sharing, caseworker, partnership, way
):
    type(team).objects.update(phone="")
    partnership.phone = "01992 000222"
    partnership.save()
    referral = ask(sharing, way, person={"date_of_birth": None})

    referrals.decline(referral=referral, reason="outside", by=caseworker)

    words = telling.words_by_hand(told("declined"))[1]
    assert "://" not in words
    assert "call 01992 000222" in words
    assert "addresses" not in words
    partnership.phone = ""
    partnership.save()
    words = telling.words_by_hand(told("declined"))[1]
    assert not says(words, "pen")


def test_a_request_shows_what_was_asked_before_it_is_answered(team, sharing, caseworker):
    referral = ask(sharing, "email", wanted=["device", "data"])

    def needs_shown():
        return asking.progress(
            reference=referral.reference, date_of_birth=referral.person.date_of_birth
        ).needs

    assert [what for what, _ in needs_shown()] == ["A device", "Mobile data"]
    referrals.decline(referral=referral, reason="outside", by=caseworker)
    assert [what for what, _ in needs_shown()] == ["A device", "Mobile data"]


@pytest.mark.parametrize(("days", "is_said"), [(20, True), (22, False)])
def test_a_target_date_that_has_passed_is_not_promised(team, sharing, caseworker, days, is_said):
    """A routine request has 21 days: who was accepted later hears of no day that has been."""
    referral = ask(sharing, "phone")
    Referral.objects.update(submitted_at=timezone.now() - timedelta(days=days))
    referral.refresh_from_db()

    referrals.accept(referral=referral, by=caseworker)

    assert ("We aim to help you by" in words_of(told("accepted"))) is is_said


def test_the_page_of_the_request_says_what_the_message_says(team, sharing, caseworker, client):
    referral = ask(sharing, "email", wanted=["device"])
    for act in (
        lambda: None,
        lambda: referrals.accept(referral=referral, by=caseworker),
        lambda: cases.close(case=_settled(referral, caseworker), words="Done.", by=caseworker),
    ):
        act()
        last = Message.objects.exclude(template="inclusion/need_not_met").latest("pk")
        born = {"date_of_birth_0": 2, "date_of_birth_1": 3, "date_of_birth_2": 1948}
        page = client.post(
            reverse("inclusion:help_progress"), {"reference": referral.reference, **born}
        )
        said = re.sub(r"<[^>]+>|\s", "", page.content.decode())
        core = last.words.partition("\n\n")[2].partition("You can see your request online")[0]
        assert re.sub(r"\s", "", core) in said


def _settled(referral, by):
    referral.refresh_from_db()
    for need in referral.case.needs.all():
        needs.move(need=need, to="not_met", reason="no_stock", by=by)
    return referral.case


# Staff ---


@pytest.fixture
def call(team, sharing, caseworker) -> Telling:
    referrals.accept(referral=ask(sharing, "phone"), by=caseworker)
    return told("accepted")


def test_a_call_is_made_tried_and_put_back(call, caseworker):
    telling.no_answer(told=call, by=caseworker)
    telling.finish(told=call, outcome="spoke", by=caseworker)
    call.refresh_from_db()
    assert (call.tries, call.outcome, call.settled_by) == (1, "spoke", caseworker)
    with pytest.raises(NotNow):
        telling.finish(told=call, outcome="left_word", by=caseworker)

    telling.put_back(told=call, by=caseworker)

    call.refresh_from_db()
    assert call.is_waiting


def test_a_letter_is_no_call(call, caseworker):
    with pytest.raises(NotNow):
        telling.finish(told=call, outcome="posted", by=caseworker)


def test_who_they_are_is_shown_once_opened_and_that_is_written_down(call, caseworker, client):
    client.force_login(caseworker)
    url = reverse("inclusion_workspace:telling", args=[call.reference])
    listed = client.get(reverse("inclusion_workspace:to_tell")).content.decode()
    assert not says(listed + client.get(url).content.decode(), "Ada")
    assert "A.E." in listed

    client.post(f"{url}done/", {"what": "open"})

    page = client.get(url).content.decode()
    assert "Ada Example" in page
    assert in_words(REACHED["phone"]) in page
    assert call.referral.openings.filter(by=caseworker).exists()


def test_forget_leaves_nothing_to_post_or_say(team, sharing, caseworker):
    referral = ask(sharing, "phone")
    referrals.decline(referral=referral, reason="outside", by=caseworker)

    forget(person=referral.person)

    assert not Telling.objects.waiting().exists()


def test_mail_holds_no_call(call):
    assert mail.outbox == []
    assert not Message.objects.exists()


@pytest.mark.parametrize(("adjustments", "size"), [([], 14), (["large_print"], 18)])
def test_a_letter_is_printed_as_large_as_they_asked_and_does_not_say_why(
    team, sharing, caseworker, client, adjustments, size
):
    asked = ask(sharing, "letter", person={"adjustments": adjustments, "postcode": "CM20 1AA"})
    referrals.accept(referral=asked, by=caseworker)
    client.force_login(caseworker)
    args = [told("accepted").reference]
    covered = client.get(reverse("inclusion_workspace:telling_letter", args=args))
    assert covered.status_code == 302
    client.post(reverse("inclusion_workspace:telling_done", args=args), {"what": "open"})

    paper = read(client.get(reverse("inclusion_workspace:telling_letter", args=args)).content)

    assert min(points for points, _ in paper.sizes_by_heading()) == size
    assert "largeprint" not in paper.flat.casefold()
    for line in ("Ada Example", "1 High Street", "CM20 1AA", "Kettle and Keyboard is helping you"):
        assert line.replace(" ", "") in paper.flat
