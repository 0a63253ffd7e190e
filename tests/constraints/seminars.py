"""The constraints of seminars and their registrations, each with the row that breaks it."""

from diz_portal.references import new_reference
from seminars.models import (
    AttendanceEvent,
    FeedbackAnswer,
    Material,
    Registration,
    RegistrationEvent,
    ReminderStep,
    SeminarMessage,
)
from tests.factories.seminars import SeminarFactory

from .breaking import Case, Rows, another, changed


def stand(rows: Rows) -> None:
    rows.seminar = SeminarFactory(reminders=False)
    rows.registration = Registration.objects.create(
        seminar=rows.seminar,
        name="Ada Example",
        email="ada@test.example",
        channel="email",
        place="in_person",
        state="confirmed",
        number=1,
    )
    rows.registration_event = RegistrationEvent.objects.create(
        registration=rows.registration,
        kind="registered",
        state="confirmed",
        place="in_person",
        seats=1,
    )
    rows.attendance_event = AttendanceEvent.objects.create(
        registration=rows.registration, who="person", kind="attended"
    )
    rows.feedback = FeedbackAnswer.objects.create(seminar=rows.seminar, useful=5)
    rows.material = Material.objects.create(
        seminar=rows.seminar,
        title="Slides",
        kind="slides",
        audience="public",
        link="https://slides.example/",
    )
    rows.seminar_message = SeminarMessage.objects.create(
        seminar=rows.seminar,
        reference=new_reference(),
        subject="Parking",
        text="Use the yard.",
        to_whom="All",
        recipients=1,
    )
    rows.step = ReminderStep.objects.create(
        seminar=rows.seminar, before=7, unit="days", subject="Soon", text="Come."
    )


CASES: dict[str, Case] = {
    "seminars_seminar_state_known": lambda rows: changed(rows.seminar, state="?"),
    "seminars_seminar_mode_known": lambda rows: changed(rows.seminar, mode="?"),
    "seminars_seminar_ends_after_start": lambda rows: changed(
        rows.seminar, ends_at=rows.seminar.starts_at
    ),
    "seminars_in_person_has_none_online": lambda rows: changed(rows.seminar, capacity_online=1),
    "seminars_online_has_none_in_person": lambda rows: changed(rows.seminar, mode="online"),
    "seminars_published_has_time": lambda rows: changed(rows.seminar, published_at=None),
    "seminars_one_live_registration": lambda rows: another(
        rows.registration, number=2, email="Ada@Test.example", name="ada  EXAM\u200bPLE "
    ),
    "seminars_people_per_address": lambda rows: changed(rows.seminar, people_per_address=0),
    "seminars_one_number_each": lambda rows: another(rows.registration, email="b@test.example"),
    "seminars_registration_state_known": lambda rows: changed(rows.registration, state="?"),
    "seminars_registration_can_be_told": lambda rows: changed(rows.registration, channel="text"),
    "seminars_registration_phone_form": lambda rows: changed(rows.registration, phone="01632"),
    "seminars_registration_place_known": lambda rows: changed(rows.registration, place="?"),
    "seminars_registration_one_guest": lambda rows: changed(rows.registration, seats=3),
    "seminars_feedback_once_each": lambda rows: changed(rows.registration, feedback_given=2),
    "seminars_registration_guest_has_seat": lambda rows: changed(
        rows.registration, guest_name="Ben Example"
    ),
    "seminars_offer_has_deadline": lambda rows: changed(rows.registration, state="offered"),
    "seminars_newsletter_has_date": lambda rows: changed(rows.registration, newsletter=True),
    "seminars_attendance_known": lambda rows: changed(rows.registration, attendance="?"),
    "seminars_attendance_needs_a_place": lambda rows: changed(
        rows.registration, state="waiting", attendance="attended"
    ),
    "seminars_attendance_of_a_guest": lambda rows: changed(
        rows.registration, guest_attendance="attended"
    ),
    "seminars_event_says_how_it_stood": lambda rows: changed(rows.registration_event, seats=3),
    "seminars_attendance_kind_known": lambda rows: changed(rows.attendance_event, kind="?"),
    "seminars_attendance_who_known": lambda rows: changed(rows.attendance_event, who="?"),
    "seminars_feedback_useful_1_to_5": lambda rows: changed(rows.feedback, useful=6),
    "seminars_feedback_again_known": lambda rows: changed(rows.feedback, again="?"),
    "seminars_material_kind_known": lambda rows: changed(rows.material, kind="?"),
    "seminars_material_audience_known": lambda rows: changed(rows.material, audience="?"),
    "seminars_material_is_file_or_link": lambda rows: changed(rows.material, link=""),
    "seminars_recording_can_be_read": lambda rows: changed(rows.material, kind="recording"),
    "seminars_message_has_reference": lambda rows: changed(rows.seminar_message, reference="?"),
    "seminars_message_has_words": lambda rows: changed(rows.seminar_message, text=""),
    "seminars_message_has_readers": lambda rows: changed(rows.seminar_message, recipients=0),
    "seminars_step_unit_known": lambda rows: changed(rows.step, unit="?"),
    "seminars_step_before_start": lambda rows: changed(rows.step, before=91),
    "seminars_step_has_words": lambda rows: changed(rows.step, subject=""),
    "seminars_step_one_at_a_time": lambda rows: another(rows.step),
}
