from django.urls import path, re_path

from seminars.views import after_organising as after
from seminars.views import door, lists, messages, newsletter, organising, people, reminders, series

app_name = "seminars_workspace"
urlpatterns = [
    path("", organising.list_seminars, name="list"),
    path("add/", organising.add, name="add"),
    path("newsletter/", newsletter.readers, name="newsletter"),
    path("newsletter.csv", newsletter.as_csv, name="newsletter_csv"),
    path("newsletter.xlsx", newsletter.as_xlsx, name="newsletter_xlsx"),
    path("series/", series.list_series, name="series_list"),
    path("series/add/", series.add, name="series_add"),
    path("series/<slug:slug>/", series.series, name="series"),
    path("series/<slug:slug>/edit/", series.edit, name="series_edit"),
    path("check-in/<str:code>/", door.code, name="code"),
    path("<slug:slug>/", organising.seminar, name="seminar"),
    path("<slug:slug>/edit/", organising.edit, name="edit"),
    path("<slug:slug>/move/", organising.move, name="move"),
    path("<slug:slug>/places/", organising.places, name="places"),
    path("<slug:slug>/cancel/", organising.cancel, name="cancel"),
    path("<slug:slug>/copy/", organising.copy, name="copy"),
    path("<slug:slug>/door/", door.door, name="door"),
    path("<slug:slug>/door/let-in/", door.walk_in, name="walk_in"),
    re_path(
        r"^(?P<slug>[-\w]+)/door/(?P<verb>check-in|undo|let-them-in)/$", door.mark, name="mark"
    ),
    re_path(r"^(?P<slug>[-\w]+)/list/(?P<place>in_person|online)/$", door.ticks, name="ticks"),
    re_path(
        r"^(?P<slug>[-\w]+)/list/(?P<place>in_person|online)/close/$",
        door.close_list,
        name="close_list",
    ),
    path("<slug:slug>/places-record/", lists.places_record, name="places_record"),
    # As it was called before.
    path(
        "<slug:slug>/seat-book/", lists.moved, {"to": f"{app_name}:places_record"}, name="seat_book"
    ),
    path("<slug:slug>/sign-in-sheet/", lists.sign_in_sheet, name="sign_in_sheet"),
    path("<slug:slug>/access-needs/", lists.access_needs, name="access_needs"),
    path("<slug:slug>/registrations.xlsx", lists.as_xlsx, name="xlsx"),
    path("<slug:slug>/register/", people.register, name="register"),
    path("<slug:slug>/reminders/", reminders.reminders, name="reminders"),
    path("<slug:slug>/reminders/add/", reminders.add, name="reminder_add"),
    path("<slug:slug>/reminders/try-again/", reminders.try_again, name="reminders_again"),
    path("<slug:slug>/reminders/<slug:reference>/", reminders.change, name="reminder"),
    path("<slug:slug>/reminders/<slug:reference>/remove/", reminders.remove, name="reminder_out"),
    path("<slug:slug>/messages/", messages.sent, name="messages"),
    path("<slug:slug>/messages/new/", messages.write, name="message_new"),
    path("<slug:slug>/messages/<slug:reference>/", messages.message, name="message"),
    path("<slug:slug>/registrations.csv", people.as_csv, name="csv"),
    path("<slug:slug>/people/<slug:reference>/", people.registration, name="registration"),
    path("<slug:slug>/people/<slug:reference>/change/", people.change, name="change"),
    path("<slug:slug>/people/<slug:reference>/contact/", people.contact, name="contact"),
    path("<slug:slug>/materials/", after.materials, name="materials"),
    path("<slug:slug>/materials/add-file/", after.add_file, name="add_file"),
    path("<slug:slug>/materials/add-link/", after.add_link, name="add_link"),
    path("<slug:slug>/materials/publish/", after.publish_materials, name="publish_materials"),
    path(
        "<slug:slug>/materials/<slug:reference>/remove/",
        after.remove_material,
        name="remove_material",
    ),
    path("<slug:slug>/feedback/", after.feedback, name="feedback"),
    path("<slug:slug>/feedback.csv", after.feedback_csv, name="feedback_csv"),
    path("<slug:slug>/people/<slug:reference>/feedback/", after.feedback_for, name="feedback_for"),
    path(
        "<slug:slug>/people/<slug:reference>/certificate.pdf",
        after.certificate,
        {"who": "person"},
        name="certificate",
    ),
    path(
        "<slug:slug>/people/<slug:reference>/guest-certificate.pdf",
        after.certificate,
        {"who": "guest"},
        name="guest_certificate",
    ),
    path(
        "<slug:slug>/people/<slug:reference>/companion-certificate.pdf",
        after.certificate_moved,
        name="companion_certificate",
    ),
    re_path(
        r"^(?P<slug>[-\w]+)/people/(?P<reference>[-\w]+)/(?P<verb>give-back|accept|decline|erase)/$",
        people.act,
        name="act",
    ),
    re_path(r"^(?P<slug>[-\w]+)/(?P<verb>publish|close|reopen)/$", organising.step, name="step"),
]
