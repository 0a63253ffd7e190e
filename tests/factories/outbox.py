import factory

from diz_portal.outbox.models import Message


class MessageFactory(factory.django.DjangoModelFactory):
    """A message waiting to be sent."""

    class Meta:
        model = Message

    key = factory.Sequence(lambda n: f"test-{n}")
    template = "partners/invitation"
    to = factory.Sequence(lambda n: f"reader{n}@council.example")
    subject = "Your invitation"
    body = "Hello\n\nCome in.\n"

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        # Sealed where the message is a secret.
        return {**kwargs, "words": kwargs.pop("body")}
