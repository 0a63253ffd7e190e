import hashlib

import factory
from django.core.files.base import ContentFile

from diz_portal.documents.models import Document

from .accounts import UserFactory

CONTENT = b"%PDF-1.7\nA short agreement.\n%%EOF\n"


class DocumentFactory(factory.django.DjangoModelFactory):
    """A small PDF that is really in the storage; `guard` must be one the test registers."""

    class Meta:
        model = Document

    title = "Data-sharing agreement"
    original_name = "agreement.pdf"
    content_type = "application/pdf"
    size = len(CONTENT)
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    guard = "tests.uploader"
    uploaded_by = factory.SubFactory(UserFactory)
    file = factory.LazyFunction(lambda: ContentFile(CONTENT, name="agreement.pdf"))
