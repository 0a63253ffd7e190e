"""Which parts of the portal speak as docs/words.md says: one line for each. Add yours when its
words are done; the tests then read it, and it cannot fall back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """Texts that are read together. All paths may be folders or files."""

    name: str
    # Below templates/; emails/ and pdf/ hold messages and printed pages.
    templates: tuple[str, ...] = ()
    # Python files and packages: sentences in the code.
    code: tuple[str, ...] = ()
    # Labels of apps, or rooms of one (“inclusion.cases”): the words of models as the admin, forms
    # and the API show them.
    models: tuple[str, ...] = ()
    # Below docs/how-to/: what staff are told to press must be called so.
    how_to: tuple[str, ...] = ()


AREAS = [
    Area(
        "seminars",
        templates=("seminars", "emails/seminars", "pdf/seminars"),
        code=("seminars",),
        models=("seminars",),
        how_to=("after-a-seminar.md", "check-in.md", "write-to-people-of-a-seminar.md"),
    ),
    Area(
        "common pieces",
        templates=("components", "confirm.html", "form.html"),
        code=("diz_portal/words.py", "diz_portal/times.py", "diz_portal/pages"),
    ),
    Area(
        "partners",
        templates=("partners", "emails/partners"),
        code=("partners",),
        models=("partners",),
    ),
    Area(
        "accounts and signing in",
        templates=("account", "mfa", "socialaccount", "emails/accounts"),
        code=("diz_portal/accounts", "diz_portal/middleware.py", "diz_portal/limits.py"),
        models=("accounts",),
    ),
    Area(
        "home, to-do list, reminders",
        templates=(
            "workspace/home.html",
            "workspace/chase.html",
            "workspace/no_part.html",
            "workspace/history.html",
            "emails/attention",
        ),
        code=(
            "diz_portal/attention",
            "diz_portal/attention_items.py",
            "diz_portal/open_work",
            "diz_portal/reminders",
            "diz_portal/trail",
        ),
        models=("attention", "reminders", "open_work"),
    ),
    Area(
        "messages, letters and calls",
        templates=("outbox", "emails/layout.txt", "pdf/base.typ", "pdf/outbox"),
        code=("diz_portal/outbox",),
        models=("outbox",),
    ),
    Area(
        "public pages and errors",
        templates=(
            "pages/about.html",
            "pages/accessibility.html",
            "pages/contact.html",
            "pages/cookies.html",
            "pages/home.html",
            "api",
            "400.html",
            "403.html",
            "403_csrf.html",
            "404.html",
            "405.html",
            "413.html",
            "429.html",
            "500.html",
            "503.html",
            "plain.html",
        ),
        code=(
            "diz_portal/access.py",
            "diz_portal/api.py",
            "diz_portal/errors.py",
            "diz_portal/fields.py",
            "diz_portal/mistyped.py",
            "diz_portal/navigation.py",
            "diz_portal/phones.py",
            "diz_portal/public_forms.py",
            "diz_portal/quotas.py",
            "diz_portal/sent_once.py",
            "diz_portal/uploads.py",
            "diz_portal/views.py",
        ),
    ),
    Area(
        "reports",
        templates=("reports", "pdf/reports"),
        code=(
            "diz_portal/reports",
            "projects/reports.py",
            "projects/portfolio/reports.py",
            "projects/rollout/reports.py",
        ),
        models=("reports",),
        how_to=("add-a-report.md",),
    ),
    Area(
        "documents, places, imports",
        templates=(
            "admin/conflict.html",
            "admin/documents",
            "admin/history.html",
            "admin/index.html",
            "admin/outbox",
            "admin/portfolio.html",
            "documents",
            "imports",
        ),
        code=(
            "diz_portal/demo",
            "diz_portal/documents",
            "diz_portal/editing",
            "diz_portal/imports",
            "diz_portal/places",
        ),
        models=("documents", "places"),
    ),
    Area(
        "device bank",
        templates=(
            "inclusion/devices",
            "inclusion/stock",
            "pdf/inclusion",
            "emails/inclusion/donation_declined.txt",
            "emails/inclusion/donation_expected.txt",
            "emails/inclusion/donation_helped.txt",
            "emails/inclusion/donation_offered.txt",
            "emails/inclusion/donation_passed.txt",
            "emails/inclusion/donation_received.txt",
            "emails/inclusion/loan_due.txt",
        ),
        code=("inclusion/devices",),
        models=("inclusion.devices",),
        how_to=("keep-the-stores.md",),
    ),
    Area(
        "databank",
        templates=(
            "inclusion/databank",
            "emails/inclusion/pledge_answered.txt",
            "emails/inclusion/pledge_helped.txt",
            "emails/inclusion/pledge_made.txt",
            "emails/inclusion/pledge_received.txt",
        ),
        code=("inclusion/databank",),
        models=("inclusion.databank",),
    ),
    Area(
        "imports of devices, data and places",
        templates=("inclusion/help/places_import.html",),
        code=(
            "inclusion/imports",
            "inclusion/help/imports.py",
            "inclusion/help/forms/places.py",
            "inclusion/help/forms/switches.py",
            "inclusion/help/services/switches.py",
            "inclusion/help/views/places.py",
            "inclusion/help/views/switches.py",
        ),
        models=("inclusion.imports",),
    ),
    Area(
        "projects: public pages, portfolio, rollout",
        templates=(
            "admin/projects",
            "projects/components",
            "projects/detail.html",
            "projects/front_page.html",
            "projects/front_panel.html",
            "projects/list.html",
            "projects/organisation_panel.html",
            "projects/page.html",
            "projects/picture.html",
            "projects/site.html",
            "projects/sites.html",
            *(
                f"projects/workspace/{name}"
                for name in (
                    "entry.html",
                    "entry_correct.html",
                    "milestones",
                    "portfolio.html",
                    "project.html",
                    "risks",
                    "scope.html",
                    "scope_change.html",
                    "scope_preview.html",
                    "scope_reverse.html",
                    "site.html",
                    "site_add.html",
                    "site_edit.html",
                    "site_move.html",
                    "site_restore.html",
                    "site_withdraw.html",
                    "sites.html",
                    "sites_move.html",
                    "sites_move_preview.html",
                    "stage_tag.html",
                    "wayleave.html",
                    "wayleave_form.html",
                    "wayleaves.html",
                    "withdrawn.html",
                )
            ),
            "workspace/projects",
        ),
        code=(
            "diz_portal/charts",
            "projects/data_subjects.py",
            "projects/example/programme.py",
            "projects/example/rollout.py",
            "projects/front_page.py",
            "projects/handing_over.py",
            "projects/home_panels.py",
            "projects/open_work.py",
            "projects/overview.py",
            "projects/personal_data.py",
            "projects/portfolio",
            "projects/rollout",
            "projects/rooms.py",
            "projects/tracked.py",
        ),
        models=("projects.portfolio", "projects.rollout"),
        how_to=("change-the-stages.md",),
    ),
    Area(
        "referrals and cases",
        templates=(
            "inclusion/cases",
            "inclusion/referrals",
            "inclusion/teams",
            "inclusion/told",
            "inclusion/form.html",
            "inclusion/next.html",
            "emails/inclusion/case_closed.txt",
            "emails/inclusion/case_reopened.txt",
            "emails/inclusion/emergency_access.txt",
            "emails/inclusion/lead_named.txt",
            "emails/inclusion/lead_proposed.txt",
            "emails/inclusion/need_not_met.txt",
            "emails/inclusion/need_supplied.txt",
            "emails/inclusion/person_referred.txt",
            "emails/inclusion/referral_answered.txt",
            "emails/inclusion/request_accepted.txt",
            "emails/inclusion/request_declined.txt",
            "emails/inclusion/request_passed.txt",
            "emails/inclusion/request_received.txt",
            "emails/inclusion/request_withdrawn.txt",
            "emails/inclusion/transfer_answered.txt",
            "emails/inclusion/transfer_offered.txt",
        ),
        code=("inclusion/cases",),
        models=("inclusion.cases",),
        how_to=("work-on-cases.md",),
    ),
]
