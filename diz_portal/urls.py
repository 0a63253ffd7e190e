from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from diz_portal import views, well_known
from diz_portal.accounts.sign_on import views as sign_on
from diz_portal.accounts.views import let_in
from diz_portal.agenda import views as agenda
from diz_portal.digests import views as digests
from diz_portal.privacy.processing import public_views as processing

# Signing in to the admin goes the portal's own way: same limits, same second factor.
admin.site.login = login_not_required(  # type: ignore[method-assign]
    secure_admin_login(admin.site.login)
)

urlpatterns = [
    path("", views.home, name="home"),
    path("favicon.ico", well_known.favicon, name="favicon"),
    path("apple-touch-icon.png", well_known.touch_icon, name="touch_icon"),
    path("robots.txt", well_known.robots, name="robots"),
    path("sitemap.xml", well_known.sitemap, name="sitemap"),
    path(".well-known/security.txt", well_known.security, name="security_txt"),
    path(
        ".well-known/change-password", well_known.change_password, name="well_known_change_password"
    ),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", processing.privacy, name="privacy"),
    path("privacy/data/", processing.data, name="privacy_data"),
    path(
        "privacy/data/<slug:controller>/<slug:purpose>/", processing.record, name="privacy_record"
    ),
    path("privacy/ask/", include("diz_portal.privacy.public_urls")),
    path("cookies/", views.cookies, name="cookies"),
    path("accounts/3rdparty/", sign_on.connections, name="socialaccount_connections"),
    path("accounts/", include("diz_portal.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("diz_portal.api.urls")),
    path("impact/connectivity/", include("diz_portal.places.connectivity.urls")),
    path("impact/benefits/", include("projects.benefits.public_urls")),
    path("impact/stories/", include("projects.stories.public_urls")),
    path("impact/", include("diz_portal.impact.urls")),
    path("knowledge/", include("diz_portal.knowledge.urls")),
    path("partners/", include("partners.urls")),
    path("projects/", include("projects.urls")),
    path("seminars/", include("seminars.urls")),
    path("workspace/", include("diz_portal.attention.urls")),
    # Not among the accounts' own pages, which are open without a second factor.
    path("workspace/let-in/<str:reference>/", let_in, name="let_in"),
    path("workspace/search/", include("diz_portal.search.urls")),
    path("workspace/history/", include("diz_portal.trail.urls")),
    path("workspace/", include("diz_portal.changes.urls")),
    path("workspace/api/", include("diz_portal.api.workspace_urls")),
    path("workspace/calendar/", include("diz_portal.agenda.urls")),
    path("calendar/<str:token>/workspace.ics", agenda.feed, name="agenda_feed"),
    path("workspace/digest/", include("diz_portal.digests.urls")),
    path("digest/stop/<str:token>/", digests.stop, name="digest_stop"),
    path("workspace/letters/", include("diz_portal.outbox.staff_urls")),
    path("workspace/documents/", include("diz_portal.documents.urls")),
    path("workspace/open-data/", include("diz_portal.open_data.staff_urls")),
    path("workspace/knowledge/", include("diz_portal.knowledge.workspace_urls")),
    path("workspace/impact/", include("diz_portal.impact.workspace_urls")),
    path("workspace/businesses/enquiries/", include("partners.enquiries.workspace_urls")),
    path("workspace/businesses/", include("diz_portal.demand.workspace_urls")),
    path("workspace/operations/", include("diz_portal.operations.urls")),
    path("workspace/reports/", include("diz_portal.reports.urls")),
    path("workspace/views/", include("diz_portal.lists.urls")),
    path("workspace/privacy/", include("diz_portal.privacy.urls")),
    path("workspace/partners/", include("partners.workspace_urls")),
    path("workspace/projects/", include("projects.workspace_urls")),
    path("workspace/money/", include("projects.money.urls")),
    path("workspace/returns/", include("projects.returns.urls")),
    path("workspace/change-requests/", include("projects.change.urls")),
    path("workspace/benefits/", include("projects.benefits.urls")),
    path("workspace/stories/", include("projects.stories.urls")),
    path("workspace/contracts/", include("projects.contracts.urls")),
    path("workspace/meetings/", include("projects.meetings.urls")),
    path("meetings/", include("projects.meetings.public_urls")),
    path("workspace/packs/", include("projects.packs.urls")),
    path("workspace/seminars/", include("seminars.workspace_urls")),
    path("workspace/referral-lists/", include("inclusion.landline.clients.urls")),
    path("workspace/", include("inclusion.workspace_urls")),
    path("data/open-referral/", include("inclusion.help.open_referral_urls")),
    path("", include("inclusion.public_urls")),
    path("business/relocate/", include("partners.enquiries.urls")),
    path("", include("diz_portal.demand.urls")),
    # After the addresses below /data/ that an app has of its own.
    path("", include("diz_portal.open_data.urls")),
]

if settings.SHOW_SENT_MAIL:
    urlpatterns += [
        path("workspace/mail/", include("diz_portal.outbox.urls")),
        path("components/", views.components, name="components"),
    ]

handler400 = "diz_portal.errors.bad_request"
handler403 = "diz_portal.errors.permission_denied"
handler404 = "diz_portal.errors.page_not_found"
handler500 = "diz_portal.errors.server_error"
