"""Files that show what a stage entry says, read by those who work on the project alone."""

from typing import Any

from diz_portal import documents
from diz_portal.accounts.models import User
from diz_portal.documents.models import Document
from projects.rollout.models import Site, StageEntry
from projects.rollout.stages import Stage

GUARD = "projects.evidence"


def keep_evidence(upload: Any, site: Site, stage: str, by: User) -> Document | None:
    """The upload, kept; it is refused like any other that is no document, or for want of room."""
    if not upload:
        return None
    title = f"{site.name}: {Stage(stage).label}"
    return documents.store(upload=upload, title=title, guard=GUARD, by=by)


def may_read_evidence(user: User, document: Document) -> bool:
    entry = (
        StageEntry.objects.filter(evidence_file=document).select_related("site__project").first()
    )
    return entry is not None and user.has_perm("projects.see_workspace", entry.site)
