"""What a request and a complaint have in common: who asks, how to answer them, and when it came."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal import phones
from diz_portal.outbox.models import Channel
from diz_portal.references import new_reference

# What goes when the person is forgotten. The rest says only that somebody asked, and when.
OF_THE_PERSON = ("name", "email", "phone", "postal_address", "words", "attempt")


class CameBy(models.TextChoices):
    PAGE = "page", "Public page"
    EMAIL = "email", "Email"
    PHONE = "phone", "Phone"
    LETTER = "letter", "Letter"
    IN_PERSON = "in_person", "In person"


class AskedQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.has_perm("privacy.answer_people") else self.none()

    def open(self):
        return self.filter(closed_on=None)

    def closed(self):
        return self.exclude(closed_on=None)


class Asked(models.Model):
    """Somebody's request or complaint, in their words, until it is settled and then forgotten."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    # Which page of the form it came from, and what it said: sent twice, it is kept once.
    attempt = models.CharField(max_length=32, blank=True, editable=False)
    came_by = models.CharField("how received", max_length=9, choices=CameBy)
    received_on = models.DateField("received")
    controller = models.ForeignKey(
        "partners.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="organisation it is about",
    )
    name = models.CharField(max_length=150, blank=True)
    # How they wish to be answered.
    channel = models.CharField("reply by", max_length=6, choices=Channel)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField("phone", max_length=phones.LONGEST, blank=True)
    postal_address = models.TextField(max_length=400, blank=True)
    words = models.TextField("in their words", max_length=4000, blank=True)
    closed_on = models.DateField("closed", null=True, blank=True)
    erased_at = models.DateTimeField("person erased", null=True, blank=True)
    written_at = models.DateTimeField("recorded", default=timezone.now, editable=False)
    # Nobody: the person wrote it themselves.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="recorded by",
    )

    objects = AskedQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="privacy_%(class)s_kept_once",
                violation_error_message=(
                    "This form has already been sent. Open the list to see it"
                ),
            ),
            models.CheckConstraint(
                condition=Q(came_by__in=CameBy.values) & Q(channel__in=Channel.values),
                name="privacy_%(class)s_ways_known",
                violation_error_message="Select from the lists how we received it and how to reply",
            ),
            models.CheckConstraint(
                condition=phones.stored_form("phone"),
                name="privacy_%(class)s_phone_form",
                violation_error_message="Enter a UK phone number, such as 01632 960 001",
            ),
            # Whoever is not forgotten can be answered; of whoever is, nothing is left.
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(**dict.fromkeys(OF_THE_PERSON, "")),
                name="privacy_%(class)s_erased_is_empty",
                violation_error_message=(
                    "Remove the person’s details before you record that they are erased"
                ),
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False)
                | Q(channel=Channel.EMAIL) & ~Q(email="")
                | Q(channel=Channel.LETTER) & ~Q(postal_address="")
                | Q(channel__in=[Channel.TEXT, Channel.PHONE]) & ~Q(phone=""),
                name="privacy_%(class)s_can_be_answered",
                violation_error_message=(
                    "Enter where to reply: the email address, the postal address or the phone "
                    "number"
                ),
            ),
            # What is open is needed: it goes only once it is settled.
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(closed_on__isnull=False),
                name="privacy_%(class)s_open_is_kept",
                violation_error_message="Close it before you erase the person’s details",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("received_on")),
                name="privacy_%(class)s_closed_after_it_came",
                violation_error_message=(
                    "Enter a closing date that is not before the day we received it"
                ),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def days_open(self) -> int:
        return ((self.closed_on or timezone.localdate()) - self.received_on).days


class AskedEvent(models.Model):
    """One line of the history, only ever added. The redaction service alone may blank `words`."""

    # Ours, without a name: "Due 3 March 2027".
    summary = models.CharField(max_length=200, blank=True)
    words = models.TextField("note", max_length=5000, blank=True)
    at = models.DateTimeField("when", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
