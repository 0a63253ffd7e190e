"""The device bank: what somebody gave, what was done to it, and who has it.

No device that can hold data reaches anybody without proof that it was wiped after it last left
somebody's hands, and nothing mains-powered without an electrical test in date. The database
refuses it, whichever path is tried.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference

from .need import Need


class DonorKind(models.TextChoices):
    INDIVIDUAL = "individual", "I am giving my own"
    BUSINESS = "business", "My organisation is giving them"


class DonationState(models.TextChoices):
    OFFERED = "offered", "Offered"
    EXPECTED = "expected", "Agreed, on its way"
    RECEIVED = "received", "Received"
    DECLINED = "declined", "Declined"


DONATION_MOVES = {
    DonationState.OFFERED: {
        DonationState.EXPECTED,
        DonationState.RECEIVED,
        DonationState.DECLINED,
    },
    DonationState.EXPECTED: {DonationState.RECEIVED, DonationState.DECLINED},
    DonationState.RECEIVED: set(),
    DonationState.DECLINED: set(),
}


class Donation(models.Model):
    """An offer of devices, from a resident or a business, with a link to follow it."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    kind = models.CharField(max_length=10, choices=DonorKind)
    what = models.TextField(max_length=1000, help_text="What they are, how old, what is wrong.")
    how_many = models.PositiveSmallIntegerField(default=1)
    drop_off = models.BooleanField("brings it in", default=True)
    organisation = models.CharField(max_length=150, blank=True)
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    to = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="donations"
    )
    state = models.CharField(max_length=8, choices=DonationState, default=DonationState.OFFERED)
    words = models.CharField("what the donor is told", max_length=300, blank=True)
    offered_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="inclusion_one_donation_per_attempt",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DonationState.values), name="inclusion_donation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(how_many__range=(1, 999)), name="inclusion_donation_is_something"
            ),
        ]

    def __str__(self):
        return f"Donation {self.reference}"


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
    WIPE_FAILED = "wipe_failed", "Could not be wiped"
    GRADED = "graded", "Inspected"
    REPAIRING = "repairing", "Being repaired"
    READY = "ready", "Ready"
    RESERVED = "reserved", "Reserved"
    ISSUED = "issued", "With somebody"
    LOST = "lost", "Lost or stolen"
    PARTS = "parts", "Taken apart for parts"
    RECYCLED = "recycled", "Recycled"


_ENDS = {DeviceState.PARTS, DeviceState.RECYCLED}
DEVICE_MOVES = {
    # Straight to inspection only what cannot hold data.
    DeviceState.QUARANTINED: {
        DeviceState.WIPED,
        DeviceState.WIPE_FAILED,
        DeviceState.GRADED,
        *_ENDS,
    },
    DeviceState.WIPED: {DeviceState.GRADED, *_ENDS},
    DeviceState.WIPE_FAILED: {DeviceState.WIPED, *_ENDS},
    DeviceState.GRADED: {DeviceState.REPAIRING, DeviceState.READY, *_ENDS},
    DeviceState.REPAIRING: {DeviceState.GRADED, *_ENDS},
    DeviceState.READY: {DeviceState.RESERVED, DeviceState.REPAIRING, DeviceState.GRADED, *_ENDS},
    DeviceState.RESERVED: {DeviceState.READY, DeviceState.ISSUED},
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
        from inclusion.rules import handles_for
        from partners.rules import is_manager

        return self if is_manager(user) else self.filter(kept_by__in=handles_for(user))

    def ready(self):
        return self.filter(state=DeviceState.READY)


WIPE_GATE = pgtrigger.Trigger(
    name="wipe_gate",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.state IN ('ready', 'reserved', 'issued')"),
    declare=[("left_hands_at", "timestamptz"), ("proof", "boolean")],
    func="""
        IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN
            RETURN NEW;
        END IF;
        -- Where it was before: with a donor until it came, or with its last holder.
        SELECT GREATEST(NEW.received_at, MAX(returned_at)) INTO left_hands_at
            FROM inclusion_holding WHERE device_id = NEW.id;
        IF NEW.holds_data THEN
            SELECT passed INTO proof FROM inclusion_wiperecord
                WHERE device_id = NEW.id AND finished_at >= left_hands_at
                ORDER BY finished_at DESC, id DESC LIMIT 1;
            IF proof IS NOT TRUE THEN
                RAISE EXCEPTION 'A device that holds data is wiped before anybody gets it.'
                    USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        IF NEW.mains_powered THEN
            SELECT passed AND next_due_on >= (now() AT TIME ZONE 'Europe/London')::date
                INTO proof FROM inclusion_pattest
                WHERE device_id = NEW.id ORDER BY tested_on DESC, id DESC LIMIT 1;
            IF proof IS NOT TRUE THEN
                RAISE EXCEPTION 'A mains-powered device has an electrical test in date.'
                    USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        RETURN NEW;
    """,
)
# What a device is, is settled before the first proof about it: no proof is talked away later. And
# nobody makes a laptop into a mouse: what was entered wrongly is retired and entered again.
KNOWN_FOR_GOOD = pgtrigger.Trigger(
    name="known_for_good",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "((OLD.holds_data AND NOT NEW.holds_data) OR (OLD.state <> 'quarantined' AND "
        "ROW(NEW.holds_data, NEW.mains_powered, NEW.received_at) IS DISTINCT FROM "
        "ROW(OLD.holds_data, OLD.mains_powered, OLD.received_at)))"
    ),
    func="""
        RAISE EXCEPTION 'Whether a device holds data or mains power is fixed once it is worked on.'
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
            IF is_with <> (now_in IN ('issued', 'lost')) THEN
                RAISE EXCEPTION 'A device is with somebody while, and only while, they hold it.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,  # noqa: S608  a column of ours
    )


class Device(models.Model):
    """One thing given to the device bank."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kind = models.CharField(max_length=9, choices=DeviceKind)
    make = models.CharField(max_length=60, blank=True)
    model = models.CharField(max_length=80, blank=True)
    serial = models.CharField("serial number", max_length=60, blank=True)
    holds_data = models.BooleanField("can hold data", default=True)
    mains_powered = models.BooleanField("has a charger or mains lead", default=True)
    memory_gb = models.PositiveSmallIntegerField("memory, GB", null=True, blank=True)
    storage_gb = models.PositiveIntegerField("storage, GB", null=True, blank=True)
    battery_percent = models.PositiveSmallIntegerField(
        "battery health, per cent", null=True, blank=True
    )
    # Beside the state: what stands in the way.
    locked_to_user = models.BooleanField("locked to its former user", default=False)
    needs_part = models.CharField("part needed", max_length=100, blank=True)

    donation = models.ForeignKey(
        Donation, null=True, blank=True, on_delete=models.PROTECT, related_name="devices"
    )
    kept_by = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="devices"
    )
    shelf = models.CharField("where it lies", max_length=60, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        max_length=11, choices=DeviceState, default=DeviceState.QUARANTINED, editable=False
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
                fields=["kept_by", "serial"],
                condition=~Q(serial=""),
                name="inclusion_one_device_per_serial",
                violation_error_message="A device with this serial number is here already.",
            ),
            models.UniqueConstraint(
                fields=["reserved_for"],
                condition=Q(state=DeviceState.RESERVED),
                name="inclusion_one_device_reserved_per_need",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeviceState.values), name="inclusion_device_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=HOLDS_DATA) | Q(holds_data=True),
                name="inclusion_device_kind_holds_data",
                violation_error_message="This kind of device always counts as holding data.",
            ),
            models.CheckConstraint(
                condition=Q(state=DeviceState.RESERVED, reserved_for__isnull=False)
                | (~Q(state=DeviceState.RESERVED) & Q(reserved_for=None)),
                name="inclusion_device_reserved_for_a_need",
            ),
            models.CheckConstraint(
                condition=Q(battery_percent=None) | Q(battery_percent__range=(0, 100)),
                name="inclusion_battery_per_cent",
            ),
        ]
        indexes = [
            models.Index(fields=["kept_by", "state"], name="inclusion_devices_by_state"),
        ]
        triggers = [WIPE_GATE, KNOWN_FOR_GOOD, follows_its_holder("id")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.reference}"

    def get_absolute_url(self):
        return reverse("inclusion_workspace:device", args=[self.reference])

    @property
    def title(self) -> str:
        return " ".join(filter(None, [self.make, self.model])) or self.get_kind_display()


class WipeMethod(models.TextChoices):
    """NIST SP 800-88 words, as erasers use them."""

    OVERWRITE = "overwrite", "Overwritten"
    SECURE_ERASE = "secure_erase", "The drive's own secure erase"
    CRYPTO = "crypto", "Encryption key destroyed"
    FACTORY_RESET = "factory_reset", "Reset of an encrypted device"
    DESTROYED = "destroyed", "Drive taken out and destroyed"


class WipeRecord(models.Model):
    """That a device's medium was wiped, or could not be. Append-only."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="wipes")
    method = models.CharField(max_length=13, choices=WipeMethod)
    standard = models.CharField(max_length=60, help_text="Such as NIST SP 800-88 Clear.")
    medium_serial = models.CharField("serial number of the medium", max_length=60, blank=True)
    operator = models.CharField(max_length=100, blank=True)
    finished_at = models.DateTimeField()
    passed = models.BooleanField()
    log = models.TextField("the eraser's log", blank=True, max_length=100_000)
    evidence = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["finished_at", "pk"]
        constraints = [
            # A wipe that has yet to happen would open the gate for the next holder's data.
            models.CheckConstraint(
                condition=Q(finished_at__lte=F("recorded_at")),
                name="inclusion_wipe_is_past",
                violation_error_message="The wipe cannot have finished in the future.",
            ),
            models.CheckConstraint(
                condition=~Q(standard=""), name="inclusion_wipe_names_its_standard"
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.device}: {'wiped' if self.passed else 'not wiped'}"


class PatTest(models.Model):
    """A portable appliance test. Append-only."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="pat_tests")
    passed = models.BooleanField()
    tester = models.CharField(max_length=100)
    tested_on = models.DateField()
    next_due_on = models.DateField("next due")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["tested_on", "pk"]
        verbose_name = "electrical test (PAT)"
        verbose_name_plural = "electrical tests (PAT)"
        constraints = [
            models.CheckConstraint(
                condition=Q(next_due_on__gt=F("tested_on")), name="inclusion_pat_due_after_test"
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.device}: {'passed' if self.passed else 'failed'}"


class HoldingKind(models.TextChoices):
    LOAN = "loan", "Loan"
    GIFT = "gift", "Gift"


ONLY_WHAT_IS_RESERVED = pgtrigger.Trigger(
    name="only_what_is_reserved",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        PERFORM 1 FROM inclusion_device WHERE id = NEW.device_id
            AND state = 'reserved' AND reserved_for_id = NEW.need_id FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'A device is handed over to the need it was reserved for.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)
AS_SIGNED = pgtrigger.Trigger(
    name="as_signed",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP = 'DELETE' OR OLD.returned_at IS NOT NULL
            OR ROW(NEW.device_id, NEW.need_id, NEW.terms, NEW.signed_at, NEW.issued_at, NEW.by_id)
            IS DISTINCT FROM
            ROW(OLD.device_id, OLD.need_id, OLD.terms, OLD.signed_at, OLD.issued_at, OLD.by_id) THEN
            RAISE EXCEPTION 'What was signed stays as it was signed.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    """,
)


class Holding(models.Model):
    """One person has one device: on loan until a day, or for good; with the terms as signed."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="holdings")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="holdings")
    kind = models.CharField(max_length=4, choices=HoldingKind)
    terms = models.TextField("terms as signed", max_length=5000)
    signed_name = models.CharField("signed as", max_length=150, blank=True)
    signed_at = models.DateTimeField()
    issued_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField("to be returned by", null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["device"], condition=Q(returned_at=None), name="inclusion_one_holder"
            ),
            models.CheckConstraint(
                condition=Q(kind=HoldingKind.LOAN, due_on__isnull=False)
                | Q(kind=HoldingKind.GIFT, due_on=None),
                name="inclusion_loans_have_a_day",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(returned_at__gte=F("issued_at")),
                name="inclusion_returned_after_issue",
            ),
            models.CheckConstraint(condition=~Q(terms=""), name="inclusion_holding_has_terms"),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(returned_at=None), name="inclusion_loans_due"
            ),
        ]
        triggers = [ONLY_WHAT_IS_RESERVED, AS_SIGNED, follows_its_holder("device_id")]

    def __str__(self):
        return f"{self.device}: {self.get_kind_display().lower()}"


class DeviceEvent(models.Model):
    """What happened to a device. Append-only, without a word about people."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="events")
    from_state = models.CharField(max_length=11, choices=DeviceState, blank=True)
    to_state = models.CharField(max_length=11, choices=DeviceState)
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.device}: {self.get_to_state_display().lower()}"
