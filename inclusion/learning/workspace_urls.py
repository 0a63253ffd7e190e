"""Learning in the workspace: of caseworkers, for a need; and the figures."""

from django.urls import path

from inclusion.learning.views import teaching, writing

NEED = "needs/<slug:reference>/"
urlpatterns = [
    path("learning/", teaching.figures, name="learning"),
    path("learning/lessons/<slug:lesson>/", writing.lesson_versions, name="lesson_versions"),
    path("learning/lessons/<slug:lesson>/write/", writing.write, name="lesson_write"),
    path("learning/lessons/<slug:lesson>/<int:number>/", writing.version, name="lesson_version"),
    path(
        "learning/lessons/<slug:lesson>/<int:number>/back/",
        writing.send_back,
        name="lesson_send_back",
    ),
    path("learning/distance.csv", teaching.figures_csv, name="learning_csv"),
    path(NEED + "session/", teaching.book, name="session_add"),
    path("sessions/<slug:reference>/change/", teaching.change, name="session_change"),
    path("sessions/<slug:reference>/outcome/", teaching.settle, name="session_settle"),
    path("sessions/<slug:reference>/words/", teaching.session_words, name="session_words"),
    path(NEED + "lessons/", teaching.give_path, name="need_path"),
    path(NEED + "lessons/<slug:chosen>/words/", teaching.path_words, name="path_words"),
    path(NEED + "skills/", teaching.begin_skills, name="skills_begin"),
    path("skills/<slug:reference>/", teaching.skills_result, name="skills_result"),
    path("skills/<slug:reference>/<slug:area>/", teaching.skills_area, name="skills_area"),
]
