"""Papers that are named after somebody: whoever uploaded them says so in the title.

What stands inside a paper is for its reader; a paper that bears a person's name is about them.
"""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from diz_portal.places.selectors import partnership
from diz_portal.privacy.kinds import Bearer, Kind, Part, Wanted, register
from diz_portal.privacy.mentions import places, spelling

from .models import Document
from .services import blank


def _paper_page(reference: str) -> str:
    """Where somebody decides about the paper itself: what is inside it is for its reader."""
    return reverse("privacy:record", args=["paper", reference])


def _named_after(wanted: Wanted) -> Any:
    found = Q(pk=None)
    for field in ("title", "original_name"):
        if wanted.email:
            found |= Q(**{f"{field}__icontains": wanted.email})
        if words := wanted.name.split():
            # Whole words: Ann is not in planning.
            every = [rf"(^|[^[:alpha:]]){spelling.name(word)}($|[^[:alpha:]])" for word in words]
            found |= Q(*((f"{field}__regex", one) for one in every))
    return Document.objects.filter(found)


register(
    Kind(
        name="paper",
        what="Uploaded document whose name includes a person’s name",
        model=Document,
        find=_named_after,
        # The title, so that whoever decides sees which paper it is.
        bearer=lambda paper: Bearer(name=paper.title),
        called=lambda paper: (),
        shows_somebody=False,
        controller=lambda paper: str(partnership().lead_organisation or partnership()),
        erase=lambda paper, by: blank(document=paper),
        source=lambda paper: "From the person who uploaded the document.",
        stays=(
            "The record that a document was uploaded, when, and by which account. Not its text.",
        ),
        parts=[
            Part(
                Document,
                lambda paper: [paper],
                {
                    "title": "Title",
                    "original_name": "Name of the file",
                    "uploaded_at": "Uploaded",
                },
                {"file": "may name others. Ask us for the document, and we will check it first"},
                subject="Documents that are named after you",
            )
        ],
    )
)

places.made_here(Document, "content_type sha256 guard", "Made from the file.")
places.needed(
    Document,
    "title original_name",
    "the document itself may be about this person, so open it and decide about it first",
)
places.room(Document, name="Documents", read=places.staff, link=("reference", _paper_page))
