"""Learning: anybody's."""

from django.urls import path

from inclusion.learning.views import learning, progress, skills

urlpatterns = [
    path("learn/", learning.paths, name="learn"),
    path("learn/mine/", progress.keep, name="learn_keep"),
    path("learn/mine/leave/", progress.leave, name="learn_leave"),
    path("learn/mine/send/<slug:channel>/", progress.send, name="learn_send"),
    path("learn/skills/", skills.start, name="skills"),
    path("learn/skills/result/<slug:reference>/", skills.result, name="skills_result"),
    path("learn/skills/<slug:area>/", skills.area, name="skills_area"),
    path("learn/find/", progress.find, name="learn_find"),
    path("learn/find/email/", progress.send_again, name="learn_send_again"),
    path("learn/mine/<str:token>/", progress.own, name="learn_own"),
    path("learn/mine/<str:token>/erase/", progress.erase, name="learn_erase"),
    # No lesson can have this address: a slug has no full stop.
    path("learn/<slug:slug>/print.pdf", learning.print_out, name="learn_print"),
    path("learn/<slug:slug>/", learning.path, name="learn_path"),
    path(
        "learn/<slug:slug>/<slug:lesson>/print.pdf", learning.print_lesson, name="learn_print_one"
    ),
    path("learn/<slug:slug>/<slug:lesson>/", learning.lesson, name="learn_lesson"),
    path("learn/<slug:slug>/<slug:lesson>/questions/", learning.questions, name="learn_questions"),
]
