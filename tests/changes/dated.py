"""What the tests of this folder share: days, and a trail that goes back."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from diz_portal.trail.reading import events_of


def days_ago(number):
    return timezone.localdate() - timedelta(days=number)


def noon(number):
    """Of the day so many days ago."""
    return timezone.make_aware(datetime.combine(days_ago(number), time(12)))


def as_of(record, days):
    """The trail of a record so far was written so many days ago; what follows is written today."""
    events_of(type(record)).objects.filter(pgh_obj_id=record.pk).update(pgh_created_at=noon(days))
    return record


def said(found):
    return [one.says for one in found]


def rows_of(found, kind):
    return [row.says for one in found if one.kind.name == kind for row in one.rows]
