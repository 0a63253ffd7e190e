from django.urls import path

from . import views

app_name = "lists"
urlpatterns = [
    path("", views.saved, name="views"),
    path("of/<slug:of>/", views.show_list, name="list"),
    path("of/<slug:of>/open/", views.choose, name="choose"),
    path("of/<slug:of>/save/", views.save, name="save"),
    path("of/<slug:of>/export/", views.export, name="export"),
    path("<slug:reference>/", views.view, name="view"),
    path("<slug:reference>/edit/", views.edit, name="edit"),
    path("<slug:reference>/keep/", views.keep, name="keep"),
    path("<slug:reference>/mend/", views.mend, name="mend"),
    path("<slug:reference>/copy/", views.copy, name="copy"),
    path("<slug:reference>/delete/", views.delete, name="delete"),
    path("<slug:reference>/open-with/", views.open_with, name="open_with"),
    path("<slug:reference>/open-without/", views.open_without, name="open_without"),
]
