from django.urls import path, re_path

from .views import after_organising as after
from .views import messages, newsletter, organising, people, reminders

app_name = "seminars_workspace"
urlpatterns = [
    path("", organising.list_seminars, name="list"),
    path("add/", organising.add, name="add"),
    path("newsletter/", newsletter.readers, name="newsletter"),
    path("newsletter.csv", newsletter.as_csv, name="newsletter_csv"),
    path("newsletter.xlsx", newsletter.as_xlsx, name="newsletter_xlsx"),
    path("<slug:slug>/", organising.seminar, name="seminar"),
    path("<slug:slug>/edit/", organising.edit, name="edit"),
    path("<slug:slug>/move/", organising.move, name="move"),
    path("<slug:slug>/places/", organising.places, name="places"),
    path("<slug:slug>/cancel/", organising.cancel, name="cancel"),
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
        "<slug:slug>/people/<slug:reference>/companion-certificate.pdf",
        after.certificate,
        {"who": "companion"},
        name="companion_certificate",
    ),
    re_path(
        r"^(?P<slug>[-\w]+)/people/(?P<reference>[-\w]+)/(?P<verb>give-back|accept|decline|erase)/$",
        people.act,
        name="act",
    ),
    re_path(r"^(?P<slug>[-\w]+)/(?P<verb>publish|close|reopen)/$", organising.step, name="step"),
]
