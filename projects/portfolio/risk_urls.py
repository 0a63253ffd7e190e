"""Under a project's workspace, in its namespace."""

from django.urls import path

from projects.portfolio.views import risks

urlpatterns = [
    path("<slug:slug>/risks/", risks.risks, name="risks"),
    path("<slug:slug>/risks/add/", risks.add, name="risk_add"),
    path("<slug:slug>/risks/<slug:reference>/", risks.risk, name="risk"),
    path("<slug:slug>/risks/<slug:reference>/close/", risks.close, name="risk_close"),
    path("<slug:slug>/risks/<slug:reference>/reopen/", risks.reopen, name="risk_reopen"),
]
