"""The resident who is helped. One controller: the organisation that handles the case."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q

from diz_portal import names, phones
from diz_portal.accounts.models import normalise_email
from diz_portal.references import new_reference
from inclusion.cases.roles import handles_for


class ContactBy(models.TextChoices):
    """How someone wants to hear from us. Many have no email: that is why they come."""

    PHONE = "phone", "Phone call"
    TEXT = "text", "Text message"
    LETTER = "letter", "Letter"
    EMAIL = "email", "Email"


class Adjustment(models.TextChoices):
    """What makes it easier to be helped. Asked as a need, never as a diagnosis."""

    LARGE_PRINT = "large_print", "Large print"
    EASY_READ = "easy_read", "Easy Read (short words and pictures)"
    LANGUAGE = "language", "Another language"
    HEARING = "hearing", "Help with hearing"
    SEEING = "seeing", "Help with seeing the screen"
    HANDS = "hands", "A keyboard, mouse or holder that is easier to use"
    VISIT = "visit", "A home visit, because I cannot travel"
    COMPANION = "companion", "To have someone I trust with me"


def name_key(name: str) -> str:
    """A name as duplicates are looked for."""
    return names.key(name)[:150]


def phone_key(phone: str) -> str:
    """A telephone number as duplicates are looked for."""
    return phones.key(phone)


# Not "english": names have no stems.
NAME_WORDS = SearchVector("name_key", config="simple")


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those whose case the person's own teams handle; no one else, managers included."""
        return self.filter(kept_by__in=handles_for(user))

    def current(self):
        return self.filter(merged_into=None, erased_at=None)


class Person(models.Model):
    """A resident as one organisation knows them."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kept_by = models.ForeignKey(
        "partners.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="controller",
    )
    name = models.CharField(max_length=150, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    address = models.TextField(blank=True, max_length=300)
    postcode = models.CharField(max_length=8, blank=True)
    district = models.ForeignKey(
        "places.District", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contact_by = models.CharField(
        max_length=6, choices=ContactBy, default=ContactBy.PHONE, verbose_name="contact preference"
    )
    contact_notes = models.CharField(
        max_length=300, blank=True, help_text="When it is safe and convenient to contact them."
    )
    adjustments = ArrayField(
        models.CharField(max_length=12, choices=Adjustment),
        default=list,
        blank=True,
        verbose_name="support needs",
    )
    adjustments_words = models.TextField("other support needs", max_length=1000, blank=True)

    # What duplicates are looked for by; blanked with the person.
    name_key = models.CharField(max_length=150, blank=True, editable=False)
    phone_key = models.CharField(max_length=10, blank=True, editable=False)
    email_key = models.CharField(max_length=254, blank=True, editable=False)

    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
        editable=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=Q(contact_by__in=ContactBy.values),
                name="inclusion_contact_known",
                violation_error_message="Select how to contact them from the list",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="inclusion_person_not_merged_into_itself",
                violation_error_message=(
                    "Select another record. A record cannot be merged with itself"
                ),
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(name="", phone="", email="", address="", postcode="", date_of_birth=None),
                name="inclusion_erased_person_is_empty",
                violation_error_message=(
                    "Remove the person’s details before you mark them as erased"
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "date_of_birth"], name="inclusion_person_name"),
            # Any of someone's names, or how it begins.
            GinIndex(NAME_WORDS, name="inclusion_person_words"),
            models.Index(
                fields=["phone_key"], condition=~Q(phone_key=""), name="inclusion_person_phone"
            ),
            models.Index(
                fields=["email_key"], condition=~Q(email_key=""), name="inclusion_person_email"
            ),
            models.Index(
                fields=["postcode"], condition=~Q(postcode=""), name="inclusion_person_postcode"
            ),
            models.Index(
                fields=["date_of_birth"],
                condition=Q(date_of_birth__isnull=False),
                name="inclusion_person_born",
            ),
        ]

    def __str__(self):
        # Shown in lists and kept in logs: no name.
        return f"Person {self.reference}"

    def save(self, *args, **kwargs):
        self.name_key = name_key(self.name)
        self.phone_key = phone_key(self.phone)
        self.email_key = normalise_email(self.email) if self.email else ""
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "name_key", "phone_key", "email_key"}
        super().save(*args, **kwargs)

    @property
    def adjustments_in_words(self) -> str:
        return ", ".join(Adjustment(one).label for one in self.adjustments)

    @property
    def initials(self) -> str:
        """What a list shows of a person until their details are shown."""
        return "".join(f"{word[0].upper()}." for word in self.name.split()[:3])
