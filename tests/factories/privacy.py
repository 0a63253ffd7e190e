from diz_portal.privacy.models import Complaint, DataRequest
from diz_portal.privacy.registers.services import complaints, requests

WHO = {"name": "Ada Example", "channel": "email", "email": "ada@test.example"}


def a_request(**values) -> DataRequest:
    """By email, to see what is held; as the public page takes it."""
    return requests.receive(**{"kind": "access", "words": "What do you hold?", **WHO, **values})


def a_complaint(**values) -> Complaint:
    """By email, from the public page: acknowledged at once."""
    return complaints.receive(**{"words": "You rang my neighbour.", **WHO, **values})
