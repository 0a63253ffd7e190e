from diz_portal.privacy.copies import services as copies
from diz_portal.privacy.copies.preparing import Preparation
from diz_portal.privacy.models import Complaint, DataRequest, PreparedCopy
from diz_portal.privacy.registers.services import complaints, requests

WHO = {"name": "Ada Example", "channel": "email", "email": "ada@test.example"}


def a_request(**values) -> DataRequest:
    """By email, to see what is held; as the public page takes it."""
    return requests.receive(**{"kind": "access", "words": "What do you hold?", **WHO, **values})


def a_complaint(**values) -> Complaint:
    """By email, from the public page: acknowledged at once."""
    return complaints.receive(**{"words": "You rang my neighbour.", **WHO, **values})


def read_through(copy, by, **marks) -> None:
    """Every piece is read; of those under a heading in `marks` words are left out."""
    copies.read(
        copy=copy,
        answers=[
            copies.Answer(piece, **marks.get(piece.cell.heading, {}))
            for piece in Preparation(copy).pieces
        ],
        by=by,
    )


def a_finished_copy(records, by, asked_in=None, **marks) -> PreparedCopy:
    copy = copies.start(records=records, by=by, asked_in=asked_in)
    read_through(copy, by, **marks)
    return copies.finish(copy=copy, by=by)
