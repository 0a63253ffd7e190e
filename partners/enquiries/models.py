from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from diz_portal.references import new_reference
from partners.models import Organisation
from partners.roles import is_manager, works_for


class EnquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Managers see all; members those that their organisation answers."""
        return self if is_manager(user) else self.filter(organisation__in=works_for(user))

    def waiting(self):
        return self.filter(replied_at=None)


class Enquiry(models.Model):
    """A business asks about moving into the area. One partner answers, by a day."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    business = models.CharField(max_length=150)
    name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254)
    message = models.TextField("what they ask", max_length=1000)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="enquiries", verbose_name="answered by"
    )
    asked_at = models.DateTimeField("asked", default=timezone.now)
    due_on = models.DateField("reply due")
    reply = models.TextField(max_length=2000, blank=True)
    replied_at = models.DateTimeField("replied", null=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name_plural = "enquiries"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reply="", replied_at=None, replied_by=None)
                | (~Q(reply="") & Q(replied_at__isnull=False, replied_by__isnull=False)),
                name="enquiries_reply_is_whole",
                violation_error_message="Enter the reply, when it was sent and who sent it",
            )
        ]

    def __str__(self):
        return f"Enquiry from {self.business}"

    def get_absolute_url(self):
        return reverse("enquiries_workspace:enquiry", args=[self.reference])

    @property
    def is_waiting(self) -> bool:
        return self.replied_at is None

    @property
    def status(self) -> str:
        return "Waiting for a reply" if self.is_waiting else "Answered"
