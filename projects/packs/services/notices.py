"""Who is told that a pack waits for them: at once, since a digest may come too late."""

from diz_portal import outbox
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from partners.selectors import managers
from projects.packs.models import Pack
from projects.packs.services.issuing import refuse_unfinished


def tell_to_issue(*, pack: Pack, by: User) -> None:
    """A schedule has written the draft: those who issue it are told, and who keeps the schedule.
    Once for each day that it is written up to."""
    missing = _missing(pack)
    for reader in {*managers(), by}:
        outbox.queue(
            "projects/pack-to-issue",
            to=reader.email,
            key=f"projects/pack-to-issue-{pack.reference}-{pack.until:%Y%m%d}-{reader.pk}",
            context={
                "pack": pack,
                "reader": reader,
                "missing": missing,
                "may_issue": reader.has_perm("projects.issue_packs", pack),
                "path": f"/workspace/packs/{pack.reference}/",
            },
        )


def _missing(pack: Pack) -> str:
    try:
        refuse_unfinished(pack)
    except Refusal as refusal:
        return refusal.message
    return ""
