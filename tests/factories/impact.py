import factory
from django.utils import timezone

from diz_portal.impact.models import OtherPartnership


class OtherPartnershipFactory(factory.django.DjangoModelFactory):
    """Published, with one figure that we publish too, counted in another way."""

    class Meta:
        model = OtherPartnership

    name = factory.Sequence(lambda number: f"Wash Partnership {number}")
    address = factory.Sequence(lambda number: f"https://wash{number}.example/data/impact-figures/")
    as_at = factory.LazyFunction(timezone.localdate)
    figures = factory.LazyAttribute(
        lambda one: [
            {
                "name": "surgeries-live",
                "title": "surgeries live",
                "kind": "number",
                "done": "30",
                "promised": "60",
                "as_at": one.as_at.isoformat(),
                "question": "How many surgeries have full fibre?",
                "definition": "Surgeries with a line that works.",
                "not_counted": "",
                "source": "Our supplier.",
            }
        ]
    )
    sha256 = "f" * 64
    is_published = True
