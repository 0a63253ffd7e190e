"""The device bank: what somebody gave, what was done to it, and who has it.

No device that can hold data reaches anybody without proof that it was wiped after it last left
somebody's hands, and nothing mains-powered without an electrical test in date. The database
refuses it, whichever path is tried.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Func, Q
from django.urls import reverse
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.search.columns import Code, Words, code_index, words_index
from diz_portal.sql import quoted
from inclusion.cases.models.need import Need
from inclusion.cases.roles import handles_for
from inclusion.devices.models.donation import Donation
from partners.roles import is_manager


class DeviceKind(models.TextChoices):
    LAPTOP = "laptop", "Laptop"
    TABLET = "tablet", "Tablet"
    PHONE = "phone", "Smartphone"
    DESKTOP = "desktop", "Desktop computer"
    ROUTER = "router", "Mobile wifi router"
    MONITOR = "monitor", "Monitor"
    ACCESSORY = "accessory", "Keyboard, mouse or other accessory"


# Of these, nobody may say that they hold no data.
HOLDS_DATA = (
    DeviceKind.LAPTOP,
    DeviceKind.TABLET,
    DeviceKind.PHONE,
    DeviceKind.DESKTOP,
    DeviceKind.ROUTER,
)


class DeviceState(models.TextChoices):
    QUARANTINED = "quarantined", "In quarantine"
    WIPED = "wiped", "Wiped"
    WIPE_FAILED = "wipe_failed", "Wipe failed"
    GRADED = "graded", "Inspected"
    REPAIRING = "repairing", "In repair"
    READY = "ready", "Ready to issue"
    RESERVED = "reserved", "Reserved"
    ISSUED = "issued", "Issued"
    LOST = "lost", "Lost or stolen"
    PARTS = "parts", "Used for parts"
    RECYCLED = "recycled", "Recycled"


# No work is left on these.
GONE = (DeviceState.PARTS, DeviceState.RECYCLED)
# Reached by nothing that was not wiped: what somebody gets next, and what is thrown away.
WIPED_FIRST = (DeviceState.READY, DeviceState.RESERVED, DeviceState.ISSUED, *GONE)
WITH_SOMEBODY = (DeviceState.ISSUED, DeviceState.LOST)
DEVICE_MOVES = {
    # Straight to inspection only what cannot hold data.
    DeviceState.QUARANTINED: {
        DeviceState.WIPED,
        DeviceState.WIPE_FAILED,
        DeviceState.GRADED,
        *GONE,
    },
    DeviceState.WIPED: {DeviceState.GRADED, DeviceState.WIPE_FAILED, *GONE},
    DeviceState.WIPE_FAILED: {DeviceState.WIPED, *GONE},
    DeviceState.GRADED: {
        DeviceState.REPAIRING,
        DeviceState.READY,
        DeviceState.WIPE_FAILED,
        *GONE,
    },
    DeviceState.REPAIRING: {DeviceState.GRADED, DeviceState.WIPE_FAILED, *GONE},
    DeviceState.READY: {
        DeviceState.RESERVED,
        DeviceState.REPAIRING,
        DeviceState.GRADED,
        DeviceState.WIPE_FAILED,
        *GONE,
    },
    # Not back to ready when a proof has lapsed or failed meanwhile.
    DeviceState.RESERVED: {DeviceState.READY, DeviceState.GRADED, DeviceState.ISSUED},
    # Never straight to ready: a return closes the gate again.
    DeviceState.ISSUED: {DeviceState.QUARANTINED, DeviceState.LOST},
    DeviceState.LOST: {DeviceState.QUARANTINED},
    DeviceState.PARTS: set(),
    DeviceState.RECYCLED: set(),
}


class Grade(models.TextChoices):
    A = "a", "A: like new"
    B = "b", "B: signs of use"
    C = "c", "C: worn, works well"


class DeviceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Caseworkers of the organisation that keeps it; managers see all, without its holder."""
        return self if is_manager(user) else self.filter(kept_by__in=handles_for(user))

    def worked_on_by(self, user):
        return self.filter(kept_by__in=handles_for(user))

    def ready(self):
        return self.filter(state=DeviceState.READY)


def since(device: str, received_at: str) -> str:
    """When the device, and any drive in it that was used before, left other hands."""
    return f"""GREATEST(
                {received_at},
                (SELECT MAX(returned_at) FROM inclusion_holding WHERE device_id = {device}),
                (SELECT MAX(went_at) FROM inclusion_part WHERE fitted_to_id = {device}
                    AND kind = 'drive' AND NOT is_new))"""  # noqa: S608  columns of ours


# Serial numbers are compared without case and doubled spaces: in SQL by what follows, and by
# `serial_key` (`diz_portal.tables.values`) what is typed or read.
_COMPARED = r"upper(btrim(regexp_replace({}, '\s+', ' ', 'g')))"


def drive_number(serial: str) -> str:
    """A drive's serial number as SQL compares it."""
    return _COMPARED.format(serial)


class Compared(Func):
    """The same of a column, for a query."""

    template = _COMPARED.format("%(expressions)s")
    output_field = models.CharField()


def last_wipe(device: str, received_at: str, medium: str) -> str:
    """Into `proof`: whether the last wipe succeeded, of those of the drive that is in it now.

    What was wiped before a never-used drive came in, or before the drive was taken out, still
    counts: no drive that held anything has come since.
    """
    return f"""
        SELECT passed INTO proof FROM inclusion_wiperecord w
            WHERE w.device_id = {device} AND w.finished_at >= {since(device, received_at)}
            AND (NOT w.passed
                OR {drive_number("w.medium_serial")} = {drive_number(medium)}
                OR EXISTS (SELECT 1 FROM inclusion_part p
                    WHERE p.fitted_to_id = {device} AND p.kind = 'drive' AND p.is_new
                    AND p.went_at >= w.finished_at
                    AND {drive_number("p.serial")} IN ('', {drive_number(medium)}))
                OR ({drive_number(medium)} = '' AND EXISTS (SELECT 1 FROM inclusion_part p
                    WHERE p.taken_from_id = {device} AND p.kind = 'drive'
                    AND p.came_at >= w.finished_at)))
            ORDER BY w.finished_at DESC, w.id DESC LIMIT 1;
    """  # noqa: S608  columns of ours


# Nobody gets it unwiped, and nobody throws it away so.
WIPE_GATE = pgtrigger.Trigger(
    name="wipe_gate",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition(f"NEW.state IN ({quoted(*WIPED_FIRST)})"),
    declare=[("proof", "boolean")],
    func=f"""
        IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN
            RETURN NEW;
        END IF;
        IF NEW.holds_data THEN
            {last_wipe("NEW.id", "NEW.received_at", "NEW.medium_serial")}
            IF proof IS NOT TRUE THEN
                RAISE EXCEPTION
                    'A device that stores data is wiped before it is issued or disposed of.'
                    USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        IF NEW.mains_powered AND NEW.state NOT IN ({quoted(*GONE)}) THEN
            SELECT passed AND next_due_on >= (now() AT TIME ZONE 'Europe/London')::date
                INTO proof FROM inclusion_pattest
                WHERE device_id = NEW.id ORDER BY tested_on DESC, id DESC LIMIT 1;
            IF proof IS NOT TRUE THEN
                RAISE EXCEPTION 'A mains-powered device has a PAT test in date.'
                    USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        RETURN NEW;
    """,  # noqa: S608  columns of ours
)
# What a device is, is settled before the first proof about it: no proof is talked away later. And
# nobody makes a laptop into a mouse: what was entered wrongly is retired and entered again. What
# came back stands in quarantine once more, and is the same device.
KNOWN_FOR_GOOD = pgtrigger.Trigger(
    name="known_for_good",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "ROW(NEW.holds_data, NEW.mains_powered, NEW.received_at) IS DISTINCT FROM "
        "ROW(OLD.holds_data, OLD.mains_powered, OLD.received_at)"
    ),
    func=f"""
        IF (OLD.holds_data AND NOT NEW.holds_data)
            OR OLD.state <> {quoted(DeviceState.QUARANTINED)}
            OR EXISTS (SELECT 1 FROM inclusion_wiperecord WHERE device_id = OLD.id)
            OR EXISTS (SELECT 1 FROM inclusion_pattest WHERE device_id = OLD.id)
            OR EXISTS (SELECT 1 FROM inclusion_holding WHERE device_id = OLD.id) THEN
            RAISE EXCEPTION
                'Whether a device stores data or is mains-powered is fixed once it is worked on.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)
# Clocks of two machines differ by a moment.
AHEAD = "clock_timestamp() + interval '5 seconds'"
HAS_COME = pgtrigger.Trigger(
    name="has_come",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("received_at"),
    condition=pgtrigger.Condition(f"NEW.received_at > {AHEAD}"),
    func="""
        RAISE EXCEPTION 'A device is received today or earlier.' USING ERRCODE = 'check_violation';
    """,
)
# Lifted by the one service that hands over what an organisation has lent, when it ends.
STAYS_WITH_ITS_KEEPER = pgtrigger.Trigger(
    name="stays_with_its_keeper",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("kept_by_id"),
    condition=pgtrigger.Condition(
        f"OLD.state IN ({quoted(DeviceState.RESERVED, *WITH_SOMEBODY)}) "
        "AND NEW.kept_by_id IS DISTINCT FROM OLD.kept_by_id"
    ),
    func="""
        RAISE EXCEPTION
            'A device that is reserved or issued stays with the organisation that holds it.'
            USING ERRCODE = 'check_violation';
    """,
)
# Whoever comes second finds it kept: it is put back on the shelf before another need has it.
_RESERVED = quoted(DeviceState.RESERVED)
ONE_NEED_AT_A_TIME = pgtrigger.Trigger(
    name="one_need_at_a_time",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        f"OLD.state = {_RESERVED} AND NEW.state = {_RESERVED} "
        "AND OLD.reserved_for_id IS DISTINCT FROM NEW.reserved_for_id"
    ),
    func="""
        RAISE EXCEPTION
            'A reserved device is returned to stock before it is reserved for another need.'
            USING ERRCODE = 'check_violation';
    """,
)


def follows_its_holder(device: str) -> pgtrigger.Trigger:
    """Checked when the transaction commits, from either table."""
    return pgtrigger.Trigger(
        name="follows_its_holder",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        timing=pgtrigger.Deferred,
        declare=[("is_with", "boolean"), ("now_in", "text")],
        func=f"""
            SELECT state INTO now_in FROM inclusion_device WHERE id = NEW.{device};
            SELECT EXISTS (SELECT 1 FROM inclusion_holding
                WHERE device_id = NEW.{device} AND returned_at IS NULL) INTO is_with;
            IF is_with <> (now_in IN ({quoted(*WITH_SOMEBODY)})) THEN
                RAISE EXCEPTION 'A device is issued while, and only while, it has a loan or gift.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,  # noqa: S608  a column of ours
    )


class Device(models.Model):
    """One thing given to the device bank."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kind = models.CharField("type of device", max_length=9, choices=DeviceKind)
    make = models.CharField(max_length=60, blank=True)
    model = models.CharField(max_length=80, blank=True)
    serial = models.CharField("serial number", max_length=60, blank=True)
    medium_serial = models.CharField(
        "drive serial number",
        max_length=60,
        blank=True,
        help_text="Used to match wipe logs.",
    )
    holds_data = models.BooleanField("can store data", default=True)
    mains_powered = models.BooleanField("has a charger or mains lead", default=True)
    memory_gb = models.PositiveSmallIntegerField("memory (GB)", null=True, blank=True)
    storage_gb = models.PositiveIntegerField("storage (GB)", null=True, blank=True)
    battery_percent = models.PositiveSmallIntegerField("battery health (%)", null=True, blank=True)
    # Beside the state: what stands in the way.
    locked_to_user = models.BooleanField("locked to previous user", default=False)
    needs_part = models.CharField("part needed", max_length=100, blank=True)

    donation = models.ForeignKey(
        Donation, null=True, blank=True, on_delete=models.PROTECT, related_name="devices"
    )
    kept_by = models.ForeignKey(
        "partners.Organisation",
        on_delete=models.PROTECT,
        related_name="devices",
        verbose_name="held by",
    )
    shelf = models.CharField("storage location", max_length=60, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        "status",
        max_length=11,
        choices=DeviceState,
        default=DeviceState.QUARANTINED,
        editable=False,
    )
    grade = models.CharField(max_length=1, choices=Grade, blank=True)
    reserved_for = models.ForeignKey(
        Need,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="reserved_devices",
    )

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "kept_by",
                Compared("serial"),
                condition=~Q(serial=""),
                name="inclusion_one_device_per_serial",
                violation_error_message=(
                    "Enter another number: a device with this one already exists"
                ),
            ),
            models.UniqueConstraint(
                fields=["reserved_for"],
                condition=Q(state=DeviceState.RESERVED),
                name="inclusion_one_device_reserved_per_need",
                violation_error_message=(
                    "A device is already reserved for this need. Return that one to stock first, "
                    "then try "
                    "again"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeviceState.values),
                name="inclusion_device_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=HOLDS_DATA) | Q(holds_data=True),
                name="inclusion_device_kind_holds_data",
                violation_error_message=(
                    "Select “can store data”: this type of device always counts as storing data"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=DeviceState.RESERVED, reserved_for__isnull=False)
                | (~Q(state=DeviceState.RESERVED) & Q(reserved_for=None)),
                name="inclusion_device_reserved_for_a_need",
                violation_error_message=(
                    "Select a need for a reserved device, and none for any other"
                ),
            ),
            models.CheckConstraint(
                condition=Q(needs_part="") | Q(state=DeviceState.REPAIRING),
                name="inclusion_waits_for_a_part_on_the_bench",
                violation_error_message=(
                    "Remove the part needed: only a device in repair can need one"
                ),
            ),
            models.CheckConstraint(
                condition=Q(battery_percent=None) | Q(battery_percent__range=(0, 100)),
                name="inclusion_battery_per_cent",
                violation_error_message="Enter a battery health from 0 to 100",
            ),
        ]
        indexes = [
            words_index(Words("make", "model"), name="inclusion_device_words"),
            code_index(Code("serial"), name="inclusion_device_serial"),
            code_index(Code("medium_serial"), name="inclusion_device_drive"),
            models.Index(fields=["kept_by", "state"], name="inclusion_devices_by_state"),
        ]
        triggers = [
            WIPE_GATE,
            KNOWN_FOR_GOOD,
            HAS_COME,
            STAYS_WITH_ITS_KEEPER,
            ONE_NEED_AT_A_TIME,
            follows_its_holder("id"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.reference}"

    def get_absolute_url(self):
        return reverse("inclusion_workspace:device", args=[self.reference])

    @property
    def title(self) -> str:
        return " ".join(filter(None, [self.make, self.model])) or self.get_kind_display()


class DeviceEvent(models.Model):
    """What happened to a device. Append-only, without a word about people."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="events")
    from_state = models.CharField("status before", max_length=11, choices=DeviceState, blank=True)
    to_state = models.CharField("status after", max_length=11, choices=DeviceState)
    why = models.CharField("reason", max_length=200, blank=True)
    at = models.DateTimeField("when", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.device}: {self.get_to_state_display().lower()}"
