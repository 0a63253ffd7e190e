"""The first page of the admin: what a programme manager does, not which app keeps it.

Names of records only: what is not named here stands under the last heading, so that nothing is lost
when an app registers more.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.text import slugify

# In the order of a week. A record of an app that is not installed is left out.
TASKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Run projects",
        (
            "projects.Programme",
            "projects.Project",
            "projects.Milestone",
            "projects.Risk",
            "projects.ChangeRequest",
            "projects.Meeting",
        ),
    ),
    (
        "Connect sites",
        (
            "projects.Site",
            "projects.Wayleave",
            "projects.ScopeChange",
            "projects.Contract",
            "projects.ImportBatch",
        ),
    ),
    ("Collect returns", ("projects.ReportingRound", "projects.Return", "attention.Chase")),
    (
        "Follow the money",
        (
            "projects.FundingSource",
            "projects.Bid",
            "projects.Claim",
            "projects.LedgerMonth",
            "projects.LedgerLine",
            "projects.Posting",
            "projects.Regrant",
            "projects.GrantRecipient",
        ),
    ),
    (
        "Work with partners",
        (
            "partners.Organisation",
            "partners.Agreement",
            "partners.Membership",
            "partners.Invitation",
            "partners.JoinRequest",
            "accounts.User",
        ),
    ),
    (
        "Hold seminars",
        ("seminars.Seminar", "seminars.Registration", "seminars.Series", "seminars.Topic"),
    ),
    (
        "Help people online",
        (
            "inclusion.Team",
            "inclusion.ReferringPartner",
            "inclusion.HelpPlace",
            "inclusion.SocialTariff",
            "inclusion.ItemSwitch",
            "inclusion.Device",
            "inclusion.DataBatch",
            "inclusion.DataPledge",
            "demand.Support",
        ),
    ),
    (
        "Teach",
        (
            "inclusion.LearningPath",
            "inclusion.LearningModule",
            "inclusion.Lesson",
            "inclusion.HelpLink",
            "inclusion.Framework",
        ),
    ),
    (
        "Protect data",
        (
            "privacy.ProcessingRecord",
            "privacy.DataRequest",
            "privacy.Complaint",
            "documents.Document",
        ),
    ),
    ("Check what was sent", ("outbox.Message", "reminders.Reminder", "reports.ReportJob")),
    (
        "Set up the portal",
        ("places.Partnership", "places.District", "places.BankHoliday", "diz_portal.RoutineRun"),
    ),
)
REST = "Look up other records"
# Nobody reads on beyond it; counting further costs more with every year.
COUNTED = 10_000


@dataclass(frozen=True)
class Link:
    """A list of records: how many there are, and where one more is added."""

    name: str
    number: str
    url: str
    add_url: str
    of: str  # the app


@dataclass(frozen=True)
class Task:
    title: str
    links: list[Link]

    @property
    def anchor(self) -> str:
        """Where it stands on the first page."""
        return slugify(self.title)


def task_of(label: str) -> Task:
    """What a record is for, as `projects.Site` is for connecting sites; without its links."""
    found = (title for title, labels in TASKS if label in labels)
    return Task(next(found, REST), [])


def tasks(site: Any, request: Any) -> list[Task]:
    """What this person may open, by what it is for."""
    open_to = {
        model._meta.label: (model, page)
        for model, page in site._registry.items()
        if page.has_view_or_change_permission(request)
    }
    found = []
    for title, labels in TASKS:
        links = [_link(site, request, *open_to.pop(one)) for one in labels if one in open_to]
        found.append(Task(title, [one for one in links if one]))
    rest = [_link(site, request, *pair) for pair in open_to.values()]
    told_apart = _told_apart([one for one in rest if one])
    found.append(Task(REST, sorted(told_apart, key=lambda one: one.name)))
    return [task for task in found if task.links]


def _told_apart(links: list[Link]) -> list[Link]:
    """Two apps may keep records of one name: then each also says whose."""
    often = Counter(one.name for one in links)
    return [
        replace(one, name=f"{one.name} ({one.of})") if often[one.name] > 1 else one for one in links
    ]


def _link(site: Any, request: Any, model: Any, page: Any) -> Link | None:
    meta = model._meta

    def url(verb: str) -> str:
        return reverse(f"{site.name}:{meta.app_label}_{meta.model_name}_{verb}")

    try:
        address = url("changelist")
        add = url("add") if page.has_add_permission(request) else ""
    except NoReverseMatch:
        return None
    number = page.get_queryset(request).order_by()[: COUNTED + 1].count()
    counted = f"{COUNTED:,}+" if number > COUNTED else f"{number:,}"
    name = str(meta.verbose_name_plural)
    of = str(meta.app_config.verbose_name).lower()
    return Link(name[:1].upper() + name[1:], counted, address, add, of)
