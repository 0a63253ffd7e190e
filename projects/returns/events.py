"""What programs can follow of returns: see `diz_portal.api.feed`."""

from diz_portal.api import feed
from partners.roles import current_roles
from projects.returns.models import Return

MOVED = "return.moved"


def tell(record: Return) -> None:
    """It was submitted, sent back or accepted, in the transaction in which it was."""
    said = {
        "return": record.reference,
        "project": record.project.slug,
        "month": record.round.month.isoformat(),
        "state": str(record.state),
    }
    feed.record(MOVED, [(record.organisation_id, said)])


def register() -> None:
    feed.register(
        feed.Feed(
            MOVED,
            "A return of your organisation was submitted, sent back or accepted",
            readable=lambda user: list(current_roles(user)),
            example={
                "return": "5h8n3w2r",
                "project": "local-full-fibre",
                "month": "2026-10-01",
                "state": "submitted",
            },
        )
    )
