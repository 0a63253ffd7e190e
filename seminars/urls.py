from django.urls import path, re_path

from seminars.views import afterwards, feeds, just_registered, links, newsletter, place, public

app_name = "seminars"
urlpatterns = [
    path("", public.list_seminars, name="list"),
    path("calendar.ics", public.calendar, name="calendar"),
    path("feed.rss", feeds.feed, {"kind": "rss"}, name="rss"),
    path("feed.atom", feeds.feed, {"kind": "atom"}, name="atom"),
    path("feed.json", feeds.feed, {"kind": "json"}, name="json_feed"),
    path("registration/erased/", place.erased, name="erased"),
    path("registration/<str:token>/", place.registration, name="registration"),
    path("registration/<str:token>/change/", place.change, name="change"),
    path("registration/<str:token>/cancel/", place.cancel, name="cancel"),
    path("registration/<str:token>/offer/", place.offer, name="offer"),
    path("registration/<str:token>/choices/", place.choices, name="choices"),
    path("registration/<str:token>/erase/", place.erase, name="erase"),
    path("registration/<str:token>/calendar.ics", place.calendar, name="my_calendar"),
    path("newsletter/<str:token>/", newsletter.unsubscribe, name="unsubscribe"),
    path("registration/<str:token>/feedback/", afterwards.feedback, name="feedback"),
    path(
        "registration/<str:token>/certificate.pdf",
        afterwards.certificate,
        {"who": "person"},
        name="certificate",
    ),
    path(
        "registration/<str:token>/guest-certificate.pdf",
        afterwards.certificate,
        {"who": "guest"},
        name="guest_certificate",
    ),
    # As it was called in messages of before.
    path(
        "registration/<str:token>/companion-certificate.pdf",
        links.moved,
        {"to": "seminars:guest_certificate"},
        name="companion_certificate",
    ),
    path(
        "registration/<str:token>/materials/<slug:reference>/",
        afterwards.own_material,
        name="own_material",
    ),
    path("<slug:slug>/materials/<slug:reference>/", afterwards.public_material, name="material"),
    path("<slug:slug>/", public.detail, name="detail"),
    path("<slug:slug>/event.ics", public.event, name="event"),
    path("<slug:slug>/register/", public.register, name="register"),
    path("<slug:slug>/registered/address/", just_registered.correct, name="correct"),
    re_path(
        r"^(?P<slug>[-\w]+)/registered/(?P<outcome>confirmed|waiting|to-confirm)/$",
        just_registered.registered,
        name="registered",
    ),
]
