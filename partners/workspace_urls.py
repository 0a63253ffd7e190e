from django.urls import path

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
    path("<slug:slug>/people/<slug:person>/phone/", people.change_phone, name="change_phone"),
    path("<slug:slug>/people/<slug:person>/remove/", people.remove, name="remove"),
    path("<slug:slug>/suspend/", organisations.suspend, name="suspend"),
    path("<slug:slug>/leave/", organisations.leave, name="leave"),
    path("<slug:slug>/reinstate/", organisations.reinstate, name="reinstate"),
    path("<slug:slug>/in-hand/", organisations.in_hand, name="in_hand"),
    path("<slug:slug>/people/in-hand/", people.left_by_people, name="left_by_people"),
]
