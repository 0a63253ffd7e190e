from diz_portal.privacy import JOINT, declare, kept
from diz_portal.privacy.purposes import PARTNERSHIP

from .models import Document

declare(
    Document,
    what="Uploaded documents",
    personal={
        "title": "title",
        "original_name": "name of the file",
        "file": "the document itself",
        "uploaded_by": "who uploaded it",
    },
    not_personal={"content_type sha256 guard": "made by the portal from the file"},
    controller=JOINT,
    purpose=PARTNERSHIP,
    why="To keep signed agreements and other documents with the record they belong to",
    retention=kept("For as long as the record the document belongs to, then deleted with it"),
)
