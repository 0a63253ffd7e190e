from django.urls import path

from . import staff_views

app_name = "letters"
urlpatterns = [
    path("", staff_views.list_waiting, name="list"),
    path("letters.pdf", staff_views.print_all, name="print_all"),
    path("<slug:reference>/", staff_views.one, name="one"),
    path("<slug:reference>/letter.pdf", staff_views.print_one, name="print"),
    path("<slug:reference>/done/", staff_views.done, name="done"),
]
