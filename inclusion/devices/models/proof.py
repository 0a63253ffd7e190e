"""What proves that a device may be issued: wiped, and electrically safe."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.sql import quoted
from inclusion.devices.models.device import AHEAD, WITH_SOMEBODY, Device, drive_number, since


class WipeMethod(models.TextChoices):
    """NIST SP 800-88 words, as erasers use them."""

    OVERWRITE = "overwrite", "Overwrite"
    SECURE_ERASE = "secure_erase", "The drive's own secure erase"
    CRYPTO = "crypto", "Encryption key destroyed"
    FACTORY_RESET = "factory_reset", "Factory reset of an encrypted device"
    DESTROYED = "destroyed", "Drive removed and destroyed"


# The first drive that is named becomes the device's. After that a record is about this drive, and
# about the time since the device came in; what says otherwise proves nothing and is not kept.
ABOUT_ITS_DRIVE = pgtrigger.Trigger(
    name="about_its_drive",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("medium", "text"), ("came", "timestamptz"), ("now_in", "text")],
    func=f"""
        SELECT {drive_number("medium_serial")}, received_at, state INTO medium, came, now_in
            FROM inclusion_device WHERE id = NEW.device_id FOR NO KEY UPDATE;
        IF now_in IN ({quoted(*WITH_SOMEBODY)}) THEN
            RAISE EXCEPTION 'A device that is issued is not wiped.'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.finished_at < {since("NEW.device_id", "came")} THEN
            RAISE EXCEPTION 'A wipe is finished after the device was received.'
                USING ERRCODE = 'check_violation';
        END IF;
        IF medium = '' THEN
            UPDATE inclusion_device SET medium_serial = btrim(NEW.medium_serial)
                WHERE id = NEW.device_id AND btrim(NEW.medium_serial) <> '';
        ELSIF medium <> {drive_number("NEW.medium_serial")}
            AND (NEW.passed OR btrim(NEW.medium_serial) <> '') THEN
            RAISE EXCEPTION 'A wipe is of the drive that is in the device.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  columns of ours
)


def not_ahead(trigger: str, ahead: str) -> pgtrigger.Trigger:
    """By the server's clock, and not by a column that whoever writes the row fills in too."""
    return pgtrigger.Trigger(
        name=trigger,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition(f"NEW.recorded_at > {AHEAD} OR {ahead}"),
        func="""
            RAISE EXCEPTION 'A wipe or test is recorded after it was made, and not ahead of time.'
                USING ERRCODE = 'check_violation';
        """,
    )


class WipeRecord(models.Model):
    """That a device's medium was wiped, or could not be. Append-only."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="wipes")
    method = models.CharField(max_length=13, choices=WipeMethod)
    standard = models.CharField(max_length=60, help_text="For example, NIST SP 800-88 Clear.")
    medium_serial = models.CharField("drive serial number", max_length=60, blank=True)
    operator = models.CharField(max_length=100, blank=True)
    finished_at = models.DateTimeField()
    passed = models.BooleanField()
    log = models.TextField("wipe log", blank=True, max_length=100_000)
    evidence = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["finished_at", "pk"]
        verbose_name = "wipe record"
        constraints = [
            # A wipe that has yet to happen would open the gate for the next holder's data.
            models.CheckConstraint(
                condition=Q(finished_at__lte=F("recorded_at")),
                name="inclusion_wipe_is_past",
                violation_error_message="Enter a time that is not in the future",
            ),
            models.CheckConstraint(
                condition=~Q(standard=""),
                name="inclusion_wipe_names_its_standard",
                violation_error_message=("Enter the wiping standard, such as NIST SP 800-88 Clear"),
            ),
        ]
        triggers = [
            ABOUT_ITS_DRIVE,
            not_ahead("not_ahead", "NEW.finished_at > NEW.recorded_at"),
            append_only(),
        ]

    def __str__(self):
        return f"{self.device}: {'wiped' if self.passed else 'wipe failed'}"


class PatTest(models.Model):
    """A portable appliance test. Append-only."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="pat_tests")
    passed = models.BooleanField()
    tester = models.CharField(max_length=100)
    tested_on = models.DateField()
    # What failed is tested again once it is repaired, and has no day.
    next_due_on = models.DateField("next due", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["tested_on", "pk"]
        verbose_name = "PAT test"
        verbose_name_plural = "PAT tests"
        constraints = [
            models.CheckConstraint(
                condition=Q(next_due_on=None) | Q(next_due_on__gt=F("tested_on")),
                name="inclusion_pat_due_after_test",
                violation_error_message=("Enter a later date: the next test is due after this one"),
            ),
            models.CheckConstraint(
                condition=Q(passed=True, next_due_on__isnull=False)
                | Q(passed=False, next_due_on=None),
                name="inclusion_pat_due_again_when_passed",
                violation_error_message=(
                    "Enter when the next test is due if this one passed. Leave it blank if it "
                    "failed"
                ),
            ),
        ]
        triggers = [
            not_ahead(
                "not_ahead",
                "NEW.tested_on > (NEW.recorded_at AT TIME ZONE 'Europe/London')::date",
            ),
            append_only(),
        ]

    def __str__(self):
        return f"{self.device}: {'passed' if self.passed else 'failed'}"
