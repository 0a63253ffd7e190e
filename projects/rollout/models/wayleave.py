from datetime import timedelta

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.search.columns import Words, words_index
from diz_portal.words import uk_date
from projects.rollout.stages import EXITS, PATH, Stage


class WayleaveState(models.TextChoices):
    REQUIRED = "required", "Required"
    REQUESTED = "requested", "Requested"
    ENGAGED = "engaged", "In discussion"
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"
    NOT_REQUIRED = "not_required", "Not required"


WAYLEAVE_MOVES = {
    WayleaveState.REQUIRED: {WayleaveState.REQUESTED, WayleaveState.NOT_REQUIRED},
    WayleaveState.REQUESTED: {
        WayleaveState.ENGAGED,
        WayleaveState.GRANTED,
        WayleaveState.REFUSED,
        WayleaveState.NOT_REQUIRED,
    },
    WayleaveState.ENGAGED: {
        WayleaveState.GRANTED,
        WayleaveState.REFUSED,
        WayleaveState.NOT_REQUIRED,
    },
    WayleaveState.GRANTED: {WayleaveState.REQUESTED},
    WayleaveState.REFUSED: {WayleaveState.REQUESTED, WayleaveState.NOT_REQUIRED},
    WayleaveState.NOT_REQUIRED: {WayleaveState.REQUIRED},
}
WAITING = [WayleaveState.REQUIRED, WayleaveState.REQUESTED, WayleaveState.ENGAGED]
# The stages a site comes to with its permission.
BEYOND = PATH[PATH.index(Stage.WAYLEAVE) + 1 :]
# From this age in days on, somebody is reminded.
AGEING_FROM = 61


class WayleaveKind(models.TextChoices):
    ACCESS = "access", "Access agreement"
    FULL = "full", "Full wayleave"
    MASTER = "master", "Master wayleave"


class WayleaveQuerySet(models.QuerySet):
    def waiting(self):
        """Neither granted nor refused, wherever its site stands."""
        return self.filter(state__in=WAITING)

    def on_register(self):
        """Of sites that have not left the scope: by whatever exit they went, their wayleaves are
        neither listed nor counted nor chased, and come back with the site."""
        return self.filter(site__withdrawn_at=None).exclude(site__stage__in=EXITS)

    def open(self):
        """On the register and waited for: the site has not gone on without it."""
        return self.on_register().waiting().exclude(site__stage__in=BEYOND)

    def overtaken(self):
        """Waited for, while the site has moved beyond the stage: somebody knows the answer."""
        return self.on_register().waiting().filter(site__stage__in=BEYOND)

    def unanswered(self, today=None):
        """Asked for, and without any answer for more than 60 days. A landowner who has been
        engaged has answered."""
        since = (today or timezone.localdate()) - timedelta(days=AGEING_FROM)
        return self.open().filter(state=WayleaveState.REQUESTED, requested_on__lte=since)


@pghistory.track(
    fields=[
        "site",
        "kind",
        "state",
        "opened_on",
        "requested_on",
        "granted_on",
        "expires_on",
        "owner",
        "cost",
    ],
    model_name="WayleaveAudit",
)
class Wayleave(models.Model):
    """A landowner's permission for a site. Its age runs from the day it was asked for."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    site = models.ForeignKey("projects.Site", on_delete=models.CASCADE, related_name="wayleaves")
    grantor = models.CharField("landowner", max_length=200)
    kind = models.CharField(
        "type of wayleave", max_length=8, choices=WayleaveKind, default=WayleaveKind.FULL
    )
    state = models.CharField(
        "status",
        max_length=14,
        choices=WayleaveState,
        default=WayleaveState.REQUIRED,
        editable=False,
    )
    opened_on = models.DateField("identified on", default=timezone.localdate)
    requested_on = models.DateField("requested", null=True, blank=True)
    granted_on = models.DateField("granted", null=True, blank=True)
    expires_on = models.DateField("expires", null=True, blank=True)
    next_action = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(
        "partners.Organisation",
        verbose_name="action owner",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="wayleaves",
        help_text="The organisation that takes the next action.",
    )
    cost = models.DecimalField("cost (£)", max_digits=11, decimal_places=2, null=True, blank=True)

    objects = WayleaveQuerySet.as_manager()

    class Meta:
        ordering = ["opened_on", "pk"]
        indexes = [words_index(Words("grantor"), name="projects_wayleave_words")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=WayleaveState.GRANTED) | Q(granted_on__isnull=False),
                name="projects_granted_wayleave_has_date",
                violation_error_message="Enter the date when the wayleave was granted",
            )
        ]

    def __str__(self):
        return f"Wayleave for {self.site}"

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_out_of_step(self) -> bool:
        """Waited for, while the site stands at another stage than that of permissions."""
        return self.is_waiting and self.site.stage != Stage.WAYLEAVE

    def age_days(self, today=None) -> int:
        """Days waiting: since it was asked for, or since it was known to be needed."""
        return ((today or timezone.localdate()) - (self.requested_on or self.opened_on)).days


class WayleaveEvent(models.Model):
    """A step of a wayleave or a note on it."""

    wayleave = models.ForeignKey(Wayleave, on_delete=models.CASCADE, related_name="events")
    state = models.CharField("status", max_length=14, choices=WayleaveState)
    happened_on = models.DateField("date")
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-happened_on", "-recorded_at", "-pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.get_state_display()} on {uk_date(self.happened_on)}"
