"""Whatever people and organisers do, in any order: nobody oversold, nobody lost, no place idle."""

from datetime import datetime, timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from diz_portal import reminders
from diz_portal.access import Refusal
from seminars import services
from seminars.models import (
    EventKind,
    Mode,
    Registration,
    RegistrationEvent,
    RegistrationState,
    Seminar,
    SeminarEventKind,
)
from seminars.selectors import places_record
from seminars.services import queue
from seminars.services.seminars import record
from tests.examples import MACHINE
from tests.factories.seminars import SeminarFactory, registered

WAITING, OFFERED = RegistrationState.WAITING, RegistrationState.OFFERED
TO_CONFIRM = RegistrationState.TO_CONFIRM


class Queue(RuleBasedStateMachine):
    people = Bundle("people")

    @initialize(
        hours=st.sampled_from([1, 24, 24 * 30]),
        in_person=st.integers(1, 3),
        online=st.integers(1, 2),
        confirm=st.booleans(),
    )
    def plan(self, hours, in_person, online, confirm):
        self.seminar = SeminarFactory(
            confirm_places=confirm,
            mode=Mode.HYBRID,
            capacity_in_person=in_person,
            capacity_online=online,
            starts_at=timezone.now() + timedelta(hours=hours),
        )
        # From here on the book is kept; what it must say of each moment is written down beside it.
        record(self.seminar, SeminarEventKind.PUBLISHED, None)
        self.remembered: list[tuple[datetime, list[places_record.Line]]] = []
        # What a lowered capacity leaves above it: only this may be held beyond the places.
        self.allowed = {"in_person": in_person, "online": online}
        self.known: set[int] = set()
        self.given: set[int] = set()

    @rule(target=people, place=st.sampled_from(["in_person", "online"]), pair=st.booleans())
    def register(self, place, pair):
        made = registered(self.seminar, place=place, guest_name="Guest" if pair else "")
        self.known.add(made.pk)
        return made

    @rule(target=people, place=st.sampled_from(["in_person", "online"]), pair=st.booleans())
    def register_from_one_address(self, place, pair):
        """Beyond two places that nobody answered for, the next holds nothing until it is."""
        made = registered(
            self.seminar, place=place, guest_name="Bo" if pair else "", visitor="address 1"
        )
        self.known.add(made.pk)
        return made

    @rule(target=people, someone=people)
    def register_again(self, someone):
        someone.refresh_from_db()
        answer = services.register(
            seminar=self.seminar, name="Again", email=someone.email, place=someone.place
        )
        self.known.add(answer.registration.pk)
        return answer.registration if answer.is_new else multiple()

    @rule(someone=people)
    def give_back(self, someone):
        self._try(lambda: services.give_back(registration=someone))

    @rule(someone=people, undo=st.booleans())
    def come_to_the_door(self, someone, undo):
        self._try(lambda: services.check_in(registration=someone, by=None))
        if undo:
            self._try(lambda: services.undo(registration=someone, by=None))

    @rule(target=people, place=st.sampled_from(["in_person", "online"]), undo=st.booleans())
    def walk_in(self, place, undo):
        try:
            made = services.walk_in(seminar=self.seminar, name="Walks in", place=place, by=None)
        except Refusal:
            return multiple()
        self.known.add(made.registration.pk)
        if undo:
            services.undo(registration=made.registration, by=None)
        return made.registration

    @rule(someone=people)
    def let_in(self, someone):
        self._try(lambda: services.let_in(registration=someone, by=None))

    @rule(someone=people, takes=st.booleans())
    def answer_offer(self, someone, takes):
        act = services.accept_offer if takes else services.decline_offer
        self._try(lambda: act(registration=someone))

    @rule(someone=people)
    def let_the_offer_run_out(self, someone):
        Registration.objects.filter(pk=someone.pk, state__in=[OFFERED, TO_CONFIRM]).update(
            offer_expires_at=timezone.now() - timedelta(seconds=1)
        )
        services.sweep_offers()

    @rule(someone=people, place=st.sampled_from(["in_person", "online"]), pair=st.booleans())
    def change(self, someone, place, pair):
        # As whoever holds the link does.
        services.answered(registration=Registration.objects.get(pk=someone.pk))
        guest = "Guest" if pair else ""
        self._try(
            lambda: services.change(
                registration=someone, name="Changed", place=place, guest_name=guest
            )
        )

    @rule(in_person=st.integers(0, 4), online=st.integers(0, 4))
    def resize(self, in_person, online):
        services.change_capacity(by=None, seminar=self.seminar, in_person=in_person, online=online)
        self.allowed = {"in_person": in_person, "online": online}
        for place in self.allowed:
            self.allowed[place] = max(self.allowed[place], self._held(place))

    @staticmethod
    def _try(act):
        try:
            act()
        except Refusal:
            return

    def _held(self, place):
        held = Registration.objects.filter(seminar=self.seminar).holding().filter(place=place)
        return held.aggregate(seats=Sum("seats"))["seats"] or 0

    @invariant()
    def never_oversold(self):
        for place in self.allowed:
            held = self._held(place)
            assert held <= self.allowed[place]
            # What was above a lowered capacity only ever shrinks.
            capacity = Seminar.objects.get(pk=self.seminar.pk).capacity_for(place)
            self.allowed[place] = max(capacity, held)

    @invariant()
    def no_address_holds_more_than_two_places_unanswered(self):
        unanswered = Registration.objects.filter(seminar=self.seminar, answered_at=None)
        held = unanswered.exclude(origin="").exclude(state__in=["cancelled", TO_CONFIRM])
        assert (held.aggregate(seats=Sum("seats"))["seats"] or 0) <= 2

    @invariant()
    def nobody_is_lost(self):
        kept = Registration.objects.filter(seminar=self.seminar)
        assert set(kept.values_list("pk", flat=True)) == self.known

    @invariant()
    def no_place_is_free_for_whoever_is_first_in_line(self):
        seminar = Seminar.objects.get(pk=self.seminar.pk)
        for place in self.allowed:
            first = seminar.registrations.waiting().filter(place=place).first()
            if first:
                assert queue.free_places(seminar, place) < first.seats

    @invariant()
    def nobody_is_overtaken(self):
        """Whoever was just given a place from the queue came before all who still wait in it."""
        given = RegistrationEvent.objects.filter(
            registration__seminar=self.seminar, kind__in=[EventKind.PROMOTED, EventKind.OFFERED]
        ).exclude(pk__in=self.given)
        for event in given.select_related("registration"):
            waiting = self.seminar.registrations.waiting().filter(place=event.place)
            assert not waiting.filter(number__lt=event.registration.number).exists()
            self.given.add(event.pk)

    @invariant()
    def reminders_are_planned_for_whoever_has_a_place_only(self):
        planned = Registration.objects.filter(
            pk__in=reminders.of("seminar", self.seminar.pk).filter(state="planned").values("part")
        )
        assert not planned.exclude(state=RegistrationState.CONFIRMED).exists()

    @invariant()
    def places_record_agrees_with_the_places(self):
        now = places_record.now(Seminar.objects.get(pk=self.seminar.pk))
        for line in now:
            assert line.confirmed + line.offered + line.free == line.capacity + line.over
            assert line.held == self._held(line.place)
        self.remembered.append((timezone.now(), now))

    def teardown(self):
        """Whatever came afterwards, the book of every past moment says what was true then."""
        for at, then in getattr(self, "remembered", []):
            assert places_record.as_at(self.seminar, at) == then


@pytest.fixture
def two_unanswered(settings):
    settings.SEMINARS_UNANSWERED_PLACES = 2


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("two_unanswered")
def test_any_order_of_events_keeps_the_promises():
    run_state_machine_as_test(
        Queue,
        settings=hypothesis_settings(MACHINE, stateful_step_count=25),
    )
