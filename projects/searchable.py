"""What is found of projects: see `diz_portal.search`.

Of the projects that somebody works on, everything that their workspace shows; of other published
ones what anybody may read. An order number, say, is looked for in the first alone.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from diz_portal import names, search
from diz_portal.search import Asked, Code, Hit, Searchable, Words
from diz_portal.words import uk_date, uk_month
from partners.roles import is_manager, works_for
from projects.change import searchable as change  # noqa: F401  what it registers
from projects.contracts import searchable as contracts  # noqa: F401
from projects.meetings import searchable as meetings  # noqa: F401
from projects.money import searchable as money
from projects.money.models import Bid, Claim, GrantRecipient, Regrant
from projects.packs.models import THE_PORTFOLIO, Pack
from projects.portfolio.models import Milestone, Project, Risk
from projects.portfolio.views.common import url
from projects.returns.models import Return
from projects.rollout.models import Site, StageEntry, Wayleave
from projects.stories import searchable as stories  # noqa: F401

__all__ = ["money"]

TITLE = Words("title")
SITE_WORDS = Words("name")
SITE_CODES = ("reference", Code("ods_code"), Code("uprn"), Code("postcode"))


def _worked_on(user: Any) -> QuerySet:
    return Project.objects.worked_on_by(user)


def _of_theirs(rows: QuerySet, user: Any, project: str = "project") -> QuerySet:
    """Of projects that the person works on. For a manager these are all, and are not asked for:
    many rows would be compared with each of them."""
    return rows if is_manager(user) else rows.filter(**{f"{project}__in": _worked_on(user)})


def _elsewhere(user: Any) -> bool:
    """Whether there is a project that the person does not work on."""
    return not is_manager(user)


def _published(user: Any) -> QuerySet:
    theirs = _worked_on(user).values("pk")
    return Project.objects.visible_to(user).exclude(pk__in=theirs)


def _project(project: Project, user: Any) -> Hit:
    return Hit(
        title=project.title,
        url=url("project", project),
        about=str(project.lead),
        state=project.get_state_display(),
    )


def _published_project(project: Project, user: Any) -> Hit:
    return Hit(
        title=project.title,
        url=reverse("projects:detail", args=[project.slug]),
        about=str(project.lead),
    )


def _site(site: Site, user: Any) -> Hit:
    return Hit(
        title=site.name,
        url=url("site", site.project, site.reference),
        about=f"{site.project}, {site.postcode}" if site.postcode else str(site.project),
        state=site.get_stage_display(),
    )


def _published_site(site: Site, user: Any) -> Hit:
    return Hit(
        title=site.name,
        url=reverse("projects:site", args=[site.project.slug, site.reference]),
        about=str(site.project),
        state=site.get_stage_display(),
    )


def _wayleave(wayleave: Wayleave, user: Any) -> Hit:
    project = wayleave.site.project
    return Hit(
        title=str(wayleave),
        url=url("wayleave", project, wayleave.reference),
        about=str(project),
        state=wayleave.get_state_display(),
    )


def _kept(rows: QuerySet, user: Any) -> QuerySet:
    """With `is_kept`: whether the person may open the page of each, which is a form. Who may not
    reads it in the project's list."""
    mine = works_for(user)
    theirs = Project.objects.filter(
        Q(lead__in=mine) | Q(partners__in=mine), pk=OuterRef("project_id")
    )
    keeps = Value(True) if is_manager(user) else Exists(theirs)
    return _of_theirs(rows, user).annotate(is_kept=keeps)


def _milestone(milestone: Any, user: Any) -> Hit:
    project = milestone.project
    own = url("milestone", project, milestone.reference)
    return Hit(
        title=milestone.title,
        url=own if milestone.is_kept else url("milestones", project),
        about=str(project),
        state="Complete" if milestone.actual_on else "Not complete",
    )


def _risk(risk: Any, user: Any) -> Hit:
    own = url("risk", risk.project, risk.reference)
    kind = "Issue" if risk.is_issue else "Risk"
    return Hit(
        title=risk.title,
        url=own if risk.is_kept else url("risks", risk.project),
        about=f"{kind}, {risk.project}",
        state=risk.get_state_display(),
    )


def _evidence(entry: StageEntry, user: Any) -> Hit:
    return Hit(
        title=entry.evidence_file.title if entry.evidence_file else "",
        url=reverse("documents:download", args=[entry.evidence_file.reference])
        if entry.evidence_file
        else "",
        about=f"{entry.site}, {entry.site.project}",
        state=entry.get_stage_display(),
    )


def _claim(claim: Claim, user: Any) -> Hit:
    source = claim.source
    return Hit(
        title=str(claim),
        url=reverse("money:claim", args=[source.project.slug, claim.reference]),
        about=f"{source.title}, {source.project}",
        state=claim.get_state_display(),
    )


def _return(record: Return, user: Any) -> Hit:
    return Hit(
        title=f"{record.project}, {uk_month(record.round.month)}",
        url=reverse("returns:return", args=[record.reference]),
        about=str(record.organisation),
        state=record.get_state_display(),
    )


def _bid(bid: Bid, user: Any) -> Hit:
    return Hit(
        title=bid.title,
        url=reverse("money:bid", args=[bid.reference]),
        about=bid.funder,
        state=bid.get_state_display(),
    )


def _grant(grant: Regrant, user: Any) -> Hit:
    return Hit(
        title=grant.title,
        url=reverse("money:grant", args=[grant.reference]),
        about=str(grant.recipient),
        state=grant.get_state_display(),
    )


def _grants_of(user: Any, asked: Asked) -> Sequence[QuerySet]:
    """By the name or the number of the body that was given it."""
    found = Regrant.objects.visible_to(user)
    by = []
    if asked.words:
        named = GrantRecipient.objects.filter(asked.matches(Words("name")))
        by.append(found.filter(recipient__in=named))
    if asked.code:
        by.append(found.filter(recipient__number=asked.code))
    return by


def _returns_of(user: Any, asked: Asked) -> Sequence[QuerySet]:
    """Of a project, of a month, or of a month of a project: “Fibre November 2026”."""
    found, left = Return.objects.visible_to(user), asked.without_month
    if asked.month:
        found = found.filter(round__month=asked.month)
    elif not left.words:
        return ()
    return [found.filter(left.matches(Words("project__title"))) if left.words else found]


def _pack(pack: Pack, user: Any) -> Hit:
    return Hit(
        title=str(pack),
        url=reverse("packs:pack", args=[pack.reference]),
        about=f"{pack.board.name}, {uk_date(pack.board.date)}",
        state=pack.get_state_display(),
    )


def _packs_of(user: Any, asked: Asked) -> Sequence[QuerySet]:
    """Of a meeting, of its month, of all projects; or of a project and a month."""
    packs, left = Pack.objects.visible_to(user), asked.without_month
    found = []
    if names.looked_for(THE_PORTFOLIO).startswith(left.folded):
        found.append(packs.filter(project=None))
    if left.words:
        found.append(packs.filter(left.matches(Words("board__name"))))
    if not asked.month:
        return found if left.words else ()
    if left.words:
        found.append(packs.filter(left.matches(Words("project__title"))))
    month = {"board__date__year": asked.month.year, "board__date__month": asked.month.month}
    return [one.filter(**month) for one in found or [packs]]


search.register(
    Searchable(
        kind="projects",
        label="Projects",
        rows=_worked_on,
        hit=_project,
        order=20,
        words=TITLE,
        related=("lead",),
    )
)
search.register(
    Searchable(
        kind="published-projects",
        label="Other published projects",
        rows=_published,
        hit=_published_project,
        order=80,
        words=TITLE,
        related=("lead",),
        may_look=_elsewhere,
    )
)
search.register(
    Searchable(
        kind="sites",
        label="Sites",
        rows=lambda user: Site.objects.worked_on_by(user),
        hit=_site,
        order=25,
        title="name",
        words=SITE_WORDS,
        codes=(*SITE_CODES, Code("order_ref")),
        related=("project",),
    )
)
search.register(
    Searchable(
        kind="published-sites",
        label="Sites of other published projects",
        rows=lambda user: Site.objects.visible_to(user).exclude(
            project__in=_worked_on(user).values("pk")
        ),
        hit=_published_site,
        order=85,
        title="name",
        words=SITE_WORDS,
        codes=SITE_CODES,
        related=("project",),
        may_look=_elsewhere,
    )
)
search.register(
    Searchable(
        kind="wayleaves",
        label="Wayleaves",
        # Not of a site whose import was undone.
        rows=lambda user: _of_theirs(
            Wayleave.objects.filter(site__withdrawn_at=None), user, "site__project"
        ),
        hit=_wayleave,
        order=30,
        title="site__name",
        words=Words("site__name"),
        codes=("reference",),
        # A landowner may be a person.
        private_words=Words("grantor"),
        related=("site__project",),
    )
)
search.register(
    Searchable(
        kind="milestones",
        label="Milestones",
        rows=lambda user: _kept(Milestone.objects.standing(), user),
        hit=_milestone,
        order=35,
        words=TITLE,
        codes=("reference",),
        related=("project",),
    )
)
search.register(
    Searchable(
        kind="risks",
        label="Risks and issues",
        rows=lambda user: _kept(Risk.objects.all(), user),
        hit=_risk,
        order=40,
        words=TITLE,
        codes=("reference",),
        related=("project",),
    )
)
search.register(
    Searchable(
        kind="bids",
        label="Bids",
        rows=lambda user: Bid.objects.visible_to(user),
        hit=_bid,
        order=42,
        words=TITLE,
        codes=("reference",),
    )
)
search.register(
    Searchable(
        kind="grants",
        label="Grants",
        rows=lambda user: Regrant.objects.visible_to(user),
        hit=_grant,
        order=43,
        words=TITLE,
        codes=("reference",),
        also=_grants_of,
        related=("recipient",),
    )
)
search.register(
    Searchable(
        kind="returns",
        label="Returns",
        rows=lambda user: Return.objects.visible_to(user),
        hit=_return,
        order=45,
        title="project__title",
        codes=("reference",),
        also=_returns_of,
        related=("project", "round", "organisation"),
    )
)
search.register(
    Searchable(
        kind="packs",
        label="Board packs",
        rows=lambda user: Pack.objects.visible_to(user),
        hit=_pack,
        order=47,
        title="project__title",
        words=Words("project__title"),
        codes=("reference",),
        also=_packs_of,
        related=("project", "board"),
    )
)
search.register(
    Searchable(
        kind="claims",
        label="Claims",
        rows=lambda user: Claim.objects.visible_to(user),
        hit=_claim,
        order=48,
        title="reference",
        codes=("reference",),
        related=("source__project",),
    )
)
search.register(
    Searchable(
        kind="evidence",
        label="Evidence of stages",
        rows=lambda user: _of_theirs(
            StageEntry.objects.filter(evidence_file__isnull=False, site__withdrawn_at=None),
            user,
            "site__project",
        ),
        hit=_evidence,
        order=76,
        title="evidence_file__title",
        words=Words("evidence_file__title"),
        related=("evidence_file", "site__project"),
    )
)
