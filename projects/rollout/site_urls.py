"""The workspace's pages of a project, its sites, its scope and its wayleaves."""

from django.urls import path

from projects.rollout.views import project, scope, site, sites, wayleaves

projects = [
    path("<slug:slug>/", project.home, name="project"),
]
site_pages = [
    path("<slug:slug>/sites/", sites.sites, name="sites"),
    path("<slug:slug>/sites.csv", sites.sites_csv, name="sites_csv"),
    path("<slug:slug>/sites/add/", site.site_add, name="site_add"),
    path("<slug:slug>/sites/move/", sites.sites_move, name="sites_move"),
    path("<slug:slug>/sites/<slug:reference>/", site.site, name="site"),
    path("<slug:slug>/sites/<slug:reference>/move/", site.site_move, name="site_move"),
    path("<slug:slug>/sites/<slug:reference>/withdraw/", site.site_withdraw, name="site_withdraw"),
    path("<slug:slug>/sites/<slug:reference>/restore/", site.site_restore, name="site_restore"),
    path("<slug:slug>/sites/<slug:reference>/edit/", site.site_edit, name="site_edit"),
    path(
        "<slug:slug>/sites/<slug:reference>/history/<int:number>/correct/",
        site.entry_correct,
        name="entry_correct",
    ),
]
scope_pages = [
    path("<slug:slug>/scope/", scope.scope, name="scope"),
    path("<slug:slug>/scope.csv", scope.scope_csv, name="scope_csv"),
    path("<slug:slug>/scope/change/", scope.scope_change, name="scope_change"),
    path("<slug:slug>/scope/<int:number>/reverse/", scope.scope_reverse, name="scope_reverse"),
]
wayleave_pages = [
    path("<slug:slug>/wayleaves/", wayleaves.wayleaves, name="wayleaves"),
    path("<slug:slug>/wayleaves.csv", wayleaves.wayleaves_csv, name="wayleaves_csv"),
    path(
        "<slug:slug>/sites/<slug:reference>/wayleaves/add/",
        wayleaves.wayleave_open,
        name="wayleave_open",
    ),
    path("<slug:slug>/wayleaves/<slug:reference>/", wayleaves.wayleave, name="wayleave"),
    path(
        "<slug:slug>/wayleaves/<slug:reference>/status/",
        wayleaves.wayleave_status,
        name="wayleave_status",
    ),
    path(
        "<slug:slug>/wayleaves/<slug:reference>/note/",
        wayleaves.wayleave_note,
        name="wayleave_note",
    ),
    path(
        "<slug:slug>/wayleaves/<slug:reference>/edit/",
        wayleaves.wayleave_edit,
        name="wayleave_edit",
    ),
]

urlpatterns = [*projects, *site_pages, *scope_pages, *wayleave_pages]
