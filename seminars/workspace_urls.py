from django.urls import path, re_path

from .views import organising, people

app_name = "seminars_workspace"
urlpatterns = [
    path("", organising.list_seminars, name="list"),
    path("add/", organising.add, name="add"),
    path("<slug:slug>/", organising.seminar, name="seminar"),
    path("<slug:slug>/edit/", organising.edit, name="edit"),
    path("<slug:slug>/move/", organising.move, name="move"),
    path("<slug:slug>/places/", organising.places, name="places"),
    path("<slug:slug>/cancel/", organising.cancel, name="cancel"),
    path("<slug:slug>/register/", people.register, name="register"),
    path("<slug:slug>/registrations.csv", people.as_csv, name="csv"),
    path("<slug:slug>/people/<slug:reference>/", people.registration, name="registration"),
    path("<slug:slug>/people/<slug:reference>/change/", people.change, name="change"),
    re_path(
        r"^(?P<slug>[-\w]+)/people/(?P<reference>[-\w]+)/(?P<verb>give-back|accept|decline|erase)/$",
        people.act,
        name="act",
    ),
    re_path(r"^(?P<slug>[-\w]+)/(?P<verb>publish|close|reopen)/$", organising.step, name="step"),
]
