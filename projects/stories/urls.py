"""Case studies and lessons learned in the workspace."""

from django.urls import path

from projects.stories import views

app_name = "stories"

ONE = "<slug:slug>/<slug:reference>/"
LESSON = "<slug:slug>/lessons/<slug:reference>/"

urlpatterns = [
    path("<slug:slug>/", views.project, name="project"),
    path("<slug:slug>/write/", views.write, name="write"),
    path("<slug:slug>/add-lesson/", views.add_lesson, name="add_lesson"),
    path(f"{LESSON}edit/", views.edit_lesson, name="edit_lesson"),
    path(f"{LESSON}release/", views.release_lesson, name="release_lesson"),
    path(f"{LESSON}withdraw/", views.withdraw_lesson, name="withdraw_lesson"),
    path(ONE, views.story, name="story"),
    path(f"{ONE}edit/", views.edit, name="edit"),
    path(f"{ONE}send/", views.send, name="send"),
    path(f"{ONE}send-back/", views.send_back, name="send_back"),
    path(f"{ONE}review/", views.review, name="review"),
    path(f"{ONE}publish/", views.publish, name="publish"),
    path(f"{ONE}withdraw/", views.withdraw, name="withdraw"),
]
