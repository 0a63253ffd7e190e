from django.urls import path, re_path

from .views import agreements, organisations, people

app_name = "partners_workspace"
urlpatterns = [
    path("", organisations.list_organisations, name="list"),
    path("add/", organisations.add, name="add"),
    path("agreements/", agreements.list_agreements, name="agreements"),
    path("agreements/add/", agreements.add, name="add_agreement"),
    path("agreements/<slug:reference>/", agreements.agreement, name="agreement"),
    path("agreements/<slug:reference>/edit/", agreements.edit, name="edit_agreement"),
    path("agreements/<slug:reference>/end/", agreements.end, name="end_agreement"),
    path("invitations/<slug:reference>/send-again/", people.send_again, name="send_again"),
    path("invitations/<slug:reference>/withdraw/", people.withdraw, name="withdraw"),
    path("join-requests/<slug:reference>/", people.join_request, name="join_request"),
    path("<slug:slug>/", organisations.organisation, name="organisation"),
    path("<slug:slug>/edit/", organisations.edit, name="edit"),
    path("<slug:slug>/approve/", organisations.approve, name="approve"),
    path("<slug:slug>/invite/", people.invite, name="invite"),
    path("<slug:slug>/people/<slug:person>/role/", people.change_role, name="change_role"),
    path("<slug:slug>/people/<slug:person>/remove/", people.remove, name="remove"),
    re_path(
        r"^(?P<slug>[-\w]+)/(?P<verb>suspend|reinstate|leave)/$", organisations.move, name="move"
    ),
]
