import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.reports.models import BoardDate, ReportJob
from diz_portal.search.columns import Words, words_index
from diz_portal.sql import quoted
from diz_portal.words import clock
from partners.roles import current_roles, is_manager
from projects.packs.schedule_12a import Paragraph


class MeetingState(models.TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    RELEASED = "released", "Minutes released"
    CANCELLED = "cancelled", "Cancelled"


MEETING_MOVES = {
    MeetingState.PLANNED: {MeetingState.HELD, MeetingState.CANCELLED},
    MeetingState.HELD: {MeetingState.RELEASED},
    # A correction stands in the minutes of the next meeting.
    MeetingState.RELEASED: set(),
    MeetingState.CANCELLED: {MeetingState.PLANNED},
}

RELEASED_STAYS = pgtrigger.Trigger(
    name="released_meeting_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__state=MeetingState.RELEASED),
    func="RAISE EXCEPTION 'released minutes stay as they are';",
)


def stays_once_released() -> pgtrigger.Trigger:
    """For what the minutes consist of."""
    return pgtrigger.Trigger(
        name="stays_once_released",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            BEGIN
                IF EXISTS (SELECT 1 FROM projects_meeting
                           WHERE id IN (OLD.meeting_id, NEW.meeting_id)
                               AND state = {quoted(MeetingState.RELEASED)}) THEN
                    RAISE EXCEPTION 'released minutes stay as they are';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
            END;
        """,  # noqa: S608  words of ours
    )


class Meeting(models.Model):
    """A board meets on its day (`BoardDate`, on which schedules of reports hang)."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    board = models.OneToOneField(
        BoardDate, on_delete=models.PROTECT, related_name="meeting", verbose_name="board meeting"
    )
    starts_at = models.TimeField("starts at", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    online = models.CharField("joining link", max_length=300, blank=True)
    state = models.CharField(
        "status", max_length=9, choices=MeetingState, default=MeetingState.PLANNED, editable=False
    )
    released_at = models.DateTimeField("minutes released", null=True, editable=False)

    class Meta:
        verbose_name = "meeting"
        ordering = ["-board__date", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values),
                name="projects_meeting_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.RELEASED, released_at__isnull=False)
                | ~Q(state=MeetingState.RELEASED) & Q(released_at=None),
                name="projects_meeting_released_has_time",
                violation_error_message="Enter when the minutes were released",
            ),
        ]
        triggers = [RELEASED_STAYS]

    def __str__(self):
        return str(self.board)

    @property
    def hour(self) -> str:
        """`2:30pm`; empty where it is not set."""
        return clock(self.starts_at) if self.starts_at else ""

    @property
    def is_over(self) -> bool:
        """Its minutes are open, or released."""
        return self.state in (MeetingState.HELD, MeetingState.RELEASED)


class MeetingEvent(models.Model):
    """A meeting was planned, moved, held or cancelled, or its minutes released."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="events")
    state = models.CharField("status", max_length=9, choices=MeetingState)
    words = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["recorded_at", "pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.meeting}: {self.get_state_display()}"


class Presence(models.TextChoices):
    PRESENT = "present", "Present"
    ONLINE = "online", "Present online"
    APOLOGIES = "apologies", "Apologies"


class Attendance(models.Model):
    """Who came, or sent apologies. The public reads which organisations were there, and no name."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120)
    presence = models.CharField(max_length=9, choices=Presence, default=Presence.PRESENT)

    class Meta:
        verbose_name_plural = "attendance"
        ordering = ["presence", "organisation__name", "name"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organisation", "name"],
                name="projects_attendance_once",
                violation_error_message="Enter another name: this person is on the list",
            ),
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values),
                name="projects_attendance_presence_known",
                violation_error_message="Select present, present online or apologies",
            ),
        ]
        triggers = [stays_once_released()]

    def __str__(self):
        return self.name


class MeetingItem(models.Model):
    """An item of the minutes: what was said and, where there was one, the decision."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField("item")
    heading = models.CharField(max_length=160)
    said = models.TextField("what was discussed", max_length=4000, blank=True)
    decision = models.CharField(max_length=1000, blank=True)
    # Kept from publication, by its paragraph of Schedule 12A.
    paragraph = models.PositiveSmallIntegerField(
        "paragraph of Schedule 12A", choices=Paragraph, null=True, blank=True
    )
    private_because = models.CharField(
        "why the public interest is in keeping it private", max_length=500, blank=True
    )

    class Meta:
        verbose_name = "item of the minutes"
        verbose_name_plural = "items of the minutes"
        ordering = ["meeting", "number"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="projects_item_number_once",
                violation_error_message="Enter another item number: this meeting has this one",
            ),
            models.CheckConstraint(
                condition=~Q(said="") | ~Q(decision=""),
                name="projects_item_says_something",
                violation_error_message="Enter what was discussed, or the decision",
            ),
            models.CheckConstraint(
                condition=Q(paragraph=None, private_because="")
                | Q(paragraph__isnull=False, paragraph__in=Paragraph.values)
                & ~Q(private_because=""),
                name="projects_item_private_has_reason",
                violation_error_message=(
                    "Enter why the public interest is in keeping this item private"
                ),
            ),
        ]
        triggers = [stays_once_released()]

    def __str__(self):
        return f"Item {self.number}: {self.heading}"

    @property
    def is_private(self) -> bool:
        return self.paragraph is not None


class MeetingPaper(models.Model):
    """Something that the board was given, as it was then: an issued pack, a report of the portal
    whose files are kept from then on, or a file."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    pack = models.ForeignKey(
        "projects.Pack", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    job = models.ForeignKey(
        ReportJob,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="report",
    )
    document = models.OneToOneField(
        "documents.Document",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meeting_paper",
    )
    is_private = models.BooleanField("only for people who can read exempt papers", default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "meeting paper"
        ordering = ["added_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(pack__isnull=False, job=None, document=None)
                | Q(pack=None, job__isnull=False, document=None)
                | Q(pack=None, job=None, document__isnull=False),
                name="projects_paper_is_one_thing",
                violation_error_message="Select a board pack, a report or a file",
            ),
            models.UniqueConstraint(
                fields=["meeting", "pack"],
                name="projects_paper_pack_once",
                violation_error_message=(
                    "Select another board pack: this one is a paper of the meeting"
                ),
            ),
            models.UniqueConstraint(
                fields=["meeting", "job"],
                name="projects_paper_report_once",
                violation_error_message="Select another report: this one is a paper of the meeting",
            ),
        ]

    def __str__(self):
        return self.title


class MeetingActionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """To everyone who works here."""
        return self if is_manager(user) or current_roles(user) else self.none()


class MeetingAction(models.Model):
    """Something that somebody does after a meeting, by a day."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    words = models.CharField("action", max_length=300)
    owner = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="meeting_actions"
    )
    due_on = models.DateField("due")
    closed_on = models.DateField("closed on", null=True, blank=True, editable=False)
    closed_how = models.CharField("what was done", max_length=500, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = MeetingActionQuerySet.as_manager()

    class Meta:
        verbose_name = "action"
        ordering = [F("closed_on").asc(nulls_first=True), "due_on", "pk"]
        default_permissions = ("view",)
        indexes = [words_index(Words("words"), name="projects_action_words")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_by=None, closed_how="")
                | Q(closed_on__isnull=False, closed_by__isnull=False) & ~Q(closed_how=""),
                name="projects_action_closed_says_how",
                violation_error_message="Enter what was done",
            ),
        ]

    def __str__(self):
        return self.words
