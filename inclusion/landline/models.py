"""What is asked about a landline, and how far the person has got."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import F, Q

from diz_portal.sql import quoted
from diz_portal.words import uk_date
from inclusion.cases.models import Need, NeedKind
from inclusion.cases.models.need import RESOLVED, NeedState

# The day by which the old network of landlines is switched off in the United Kingdom.
SWITCH_OFF = date(2027, 1, 31)


class LandlineState(models.TextChoices):
    TO_CALL = "to_call", "To call"
    CALLED = "called", "Called"
    MOVED = "moved", "Moved to a digital line"
    TESTED = "tested", "Alarm tested on the new line"
    REFUSED = "refused", "Declined help"


# Back to the start only with its need: see `on_cases`.
LANDLINE_MOVES = {
    LandlineState.TO_CALL: {
        LandlineState.CALLED,
        LandlineState.MOVED,
        LandlineState.TESTED,
        LandlineState.REFUSED,
    },
    # Called again while the provider or the alarm provider takes its time.
    LandlineState.CALLED: {
        LandlineState.CALLED,
        LandlineState.MOVED,
        LandlineState.TESTED,
        LandlineState.REFUSED,
    },
    LandlineState.MOVED: {LandlineState.MOVED, LandlineState.TESTED, LandlineState.REFUSED},
    LandlineState.TESTED: set(),
    LandlineState.REFUSED: set(),
}
# The line has been switched.
ON_THE_NEW_LINE = (LandlineState.MOVED, LandlineState.TESTED)
# Someone has the person to call: whoever has moved, only while an alarm is not tested.
WAITING = (LandlineState.TO_CALL, LandlineState.CALLED)


class YesOrNo(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"


class Battery(models.TextChoices):
    HAS = "has", "Has one"
    ASKED = "asked", "Has asked the provider for one"
    NEEDED = "needed", "Needs one and has not asked"
    NOT_NEEDED = "not_needed", "Does not need one"


class Signal(models.TextChoices):
    GOOD = "good", "Good"
    PATCHY = "patchy", "Only in some rooms"
    NONE = "none", "None"
    NO_MOBILE = "no_mobile", "Has no mobile phone"


ONLY_FOR_LANDLINES = pgtrigger.Trigger(
    name="only_for_landlines",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=f"""
        IF NOT EXISTS (SELECT 1 FROM inclusion_need WHERE id = NEW.need_id
            AND kind = {quoted(NeedKind.LANDLINE)})
        THEN
            RAISE EXCEPTION 'Only a need of a landline has answers about one.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


class LandlineQuerySet(models.QuerySet):
    def to_call(self):
        """Those whom somebody has to call: their need is still open."""
        settled = (*RESOLVED, NeedState.SUPPLIED)
        return self.filter(call_by__isnull=False).exclude(need__state__in=settled)


def _among(field: str, choices: type[models.TextChoices]) -> Q:
    return Q(**{f"{field}__in": ["", *choices.values]})


class Landline(models.Model):
    """The answers of one need. What nobody has asked yet is empty."""

    need = models.OneToOneField(Need, on_delete=models.PROTECT, related_name="landline")
    state = models.CharField(
        "progress", max_length=7, choices=LandlineState, default=LandlineState.TO_CALL
    )
    call_by = models.DateField(null=True, blank=True)
    called_on = models.DateField("last called on", null=True, blank=True)
    provider = models.CharField("phone provider", max_length=60, blank=True)
    switches_on = models.DateField("switch date", null=True, blank=True)
    has_alarm = models.CharField("alarm or telecare", max_length=3, choices=YesOrNo, blank=True)
    alarm_provider = models.CharField(max_length=60, blank=True)
    tested_on = models.DateField("alarm tested on the new line on", null=True, blank=True)
    battery = models.CharField("battery back-up", max_length=10, choices=Battery, blank=True)
    signal = models.CharField("mobile signal indoors", max_length=9, choices=Signal, blank=True)
    has_corded = models.CharField("corded phone", max_length=3, choices=YesOrNo, blank=True)

    objects = LandlineQuerySet.as_manager()

    class Meta:
        ordering = ["call_by", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=LandlineState.values),
                name="inclusion_landline_state_known",
                violation_error_message="Select the progress from the list",
            ),
            models.CheckConstraint(
                condition=_among("has_alarm", YesOrNo)
                & _among("has_corded", YesOrNo)
                & _among("battery", Battery)
                & _among("signal", Signal),
                name="inclusion_landline_answers_known",
                violation_error_message="Select answers from the lists",
            ),
            models.CheckConstraint(
                condition=Q(state=LandlineState.TO_CALL, called_on=None)
                | (~Q(state=LandlineState.TO_CALL) & Q(called_on__isnull=False)),
                name="inclusion_landline_called_has_day",
                violation_error_message=(
                    "Enter when the person was called. Leave it blank if no one has called yet"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ON_THE_NEW_LINE) | Q(switches_on__isnull=False),
                name="inclusion_landline_moved_has_day",
                violation_error_message="Enter the date the line was switched",
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        state=LandlineState.TESTED,
                        has_alarm=YesOrNo.YES,
                        tested_on__gte=F("switches_on"),
                    )
                )
                | (~Q(state=LandlineState.TESTED) & Q(tested_on=None)),
                name="inclusion_landline_tested_has_day",
                violation_error_message=(
                    "Enter the date the alarm was tested, on or after the switch date. Leave it "
                    "blank if it was not tested"
                ),
            ),
            models.CheckConstraint(
                condition=Q(alarm_provider="") | Q(has_alarm=YesOrNo.YES),
                name="inclusion_landline_alarm_has_provider",
                violation_error_message="Enter an alarm provider only for someone with an alarm",
            ),
            models.CheckConstraint(
                condition=(
                    (Q(state__in=WAITING) | Q(state=LandlineState.MOVED, has_alarm=YesOrNo.YES))
                    & Q(call_by__isnull=False)
                )
                | (
                    (
                        Q(state__in=[LandlineState.TESTED, LandlineState.REFUSED])
                        | (Q(state=LandlineState.MOVED) & ~Q(has_alarm=YesOrNo.YES))
                    )
                    & Q(call_by=None)
                ),
                name="inclusion_landline_call_until_done",
                violation_error_message=(
                    "Enter the date of the next call. Leave it blank if nothing is left to do"
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["call_by"],
                condition=Q(call_by__isnull=False),
                name="inclusion_landline_to_call",
            ),
        ]
        triggers = [ONLY_FOR_LANDLINES]

    def __str__(self):
        return f"Landline of {self.need.reference}"

    @property
    def answered(self) -> list[tuple[str, str]]:
        """What is known, for the card of the need."""
        alarm = " – ".join(filter(None, [self.get_has_alarm_display(), self.alarm_provider]))
        said = [
            ("Phone provider", self.provider),
            ("Switch date", uk_date(self.switches_on) if self.switches_on else ""),
            ("Alarm or telecare", alarm),
            ("Alarm tested on the new line", uk_date(self.tested_on) if self.tested_on else ""),
            ("Battery back-up", self.get_battery_display()),
            ("Mobile signal indoors", self.get_signal_display()),
            ("Corded phone", self.get_has_corded_display()),
        ]
        return [(label, words or "Not asked yet") for label, words in said]

    @property
    def is_done(self) -> bool:
        """Nothing is left to do: on the new line, and an alarm tested there."""
        return self.call_by is None
