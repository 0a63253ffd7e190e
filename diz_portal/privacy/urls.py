from django.urls import path

from . import people_views, views
from .copies import views as copy_views
from .processing import views as processing_views
from .registers import complaint_views, request_views

app_name = "privacy"
urlpatterns = [
    path("", views.register, name="register"),
    path("retention/", views.retention, name="retention"),
    path("data-map/", processing_views.index, name="data_map"),
    path("data-map.csv", processing_views.as_csv, name="data_map_csv"),
    path("data-map.xlsx", processing_views.as_xlsx, name="data_map_xlsx"),
    path(
        "data-map/processors/of/<slug:controller>/",
        processing_views.processors,
        name="processors",
    ),
    path(
        "data-map/processors/of/<slug:controller>/add/",
        processing_views.add_processor,
        name="processor_add",
    ),
    path("data-map/processors/<slug:reference>/", processing_views.processor, name="processor"),
    path(
        "data-map/processors/<slug:reference>/remove/",
        processing_views.remove_processor,
        name="processor_remove",
    ),
    path(
        "data-map/<slug:controller>/<slug:purpose>/",
        processing_views.record,
        name="processing_record",
    ),
    path(
        "data-map/<slug:controller>/<slug:purpose>/edit/",
        processing_views.edit,
        name="processing_edit",
    ),
    path("people/", people_views.people, name="people"),
    path("people/<slug:kind>/<slug:reference>/", people_views.record, name="record"),
    path("people/<slug:kind>/<slug:reference>/erase/", people_views.erase, name="erase"),
    path("people/<slug:kind>/<slug:reference>/refuse/", people_views.refuse, name="refuse"),
    path("people/<slug:kind>/<slug:reference>/ask/", people_views.ask, name="ask"),
    path("people/<slug:kind>/<slug:reference>/held/", people_views.hand_out, name="hand_out"),
    path("copies/<slug:reference>/", copy_views.copy, name="copy"),
    path("copies/<slug:reference>/read/", copy_views.read, name="copy_read"),
    path("copies/<slug:reference>/preview/", copy_views.preview, name="copy_preview"),
    path("copies/<slug:reference>/finish/", copy_views.finish, name="copy_finish"),
    path("copies/<slug:reference>/again/", copy_views.again, name="copy_again"),
    path("copies/<slug:reference>/file/", copy_views.hand_out, name="copy_file"),
    path("requests/", request_views.requests, name="requests"),
    path("requests/new/", request_views.new, name="request_new"),
    path("requests/<slug:reference>/", request_views.request_page, name="request"),
    path("requests/<slug:reference>/records/", request_views.records, name="request_records"),
    path("requests/<slug:reference>/<slug:step>/", request_views.step, name="request_step"),
    path("complaints/", complaint_views.complaints, name="complaints"),
    path("complaints/new/", complaint_views.new, name="complaint_new"),
    path("complaints/<slug:reference>/", complaint_views.complaint_page, name="complaint"),
    path("complaints/<slug:reference>/<slug:step>/", complaint_views.step, name="complaint_step"),
]
