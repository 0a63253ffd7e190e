from django.urls import path

from . import views
from .schedules import views as schedules

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="list"),
    path("new/<slug:report>/", views.new, name="new"),
    path("schedules/", schedules.schedules, name="schedules"),
    path("schedules/new/<slug:report>/", schedules.new, name="schedule_new"),
    path("schedules/<slug:reference>/", schedules.schedule, name="schedule"),
    path("schedules/<slug:reference>/change/", schedules.change, name="schedule_change"),
    path("schedules/<slug:reference>/run/", schedules.run_now, name="schedule_run"),
    path("schedules/<slug:reference>/pause/", schedules.pause, name="schedule_pause"),
    path("schedules/<slug:reference>/resume/", schedules.resume, name="schedule_resume"),
    path("schedules/<slug:reference>/delete/", schedules.delete, name="schedule_delete"),
    path("latest/<slug:report>/<slug:kind>/", views.latest, name="latest"),
    path("boards/", schedules.boards, name="boards"),
    path("boards/<int:pk>/remove/", schedules.board_remove, name="board_remove"),
    path("<slug:reference>/", views.job, name="job"),
    path("<slug:reference>/read/", views.read, name="read"),
    path("<slug:reference>/cancel/", views.cancel, name="cancel"),
    path("<slug:reference>/try-again/", views.try_again, name="try_again"),
    path("<slug:reference>/delete/", views.delete, name="delete"),
    path("<slug:reference>/file/<slug:kind>/", views.download, name="download"),
]
