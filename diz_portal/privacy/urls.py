from django.urls import path

from . import people_views, views

app_name = "privacy"
urlpatterns = [
    path("", views.register, name="register"),
    path("retention/", views.retention, name="retention"),
    path("data-map/", views.data_map, name="data_map"),
    path("data-map.csv", views.data_map_csv, name="data_map_csv"),
    path("people/", people_views.people, name="people"),
    path("people/<slug:kind>/<slug:reference>/", people_views.record, name="record"),
    path("people/<slug:kind>/<slug:reference>/erase/", people_views.erase, name="erase"),
    path("people/<slug:kind>/<slug:reference>/refuse/", people_views.refuse, name="refuse"),
    path("people/<slug:kind>/<slug:reference>/ask/", people_views.ask, name="ask"),
    path("people/<slug:kind>/<slug:reference>/held/", people_views.hand_out, name="hand_out"),
]
