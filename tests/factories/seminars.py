"""Seminars and registrations.

`SeminarFactory()` is published, in person, ten days ahead, with 20 places; `registered(seminar)`
goes the way every resident goes, through the service.
"""

from datetime import timedelta

import factory
from django.db import connection
from django.utils import timezone

from seminars import services
from seminars.models import Mode, Registration, Seminar, SeminarState, Series, Topic
from seminars.services.reminder_plans import start_plan


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    slug = factory.Sequence(lambda n: f"topic-{n}")
    title = factory.Sequence(lambda n: f"Topic {n}")


class SeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Series

    slug = factory.Sequence(lambda n: f"series-{n}")
    title = factory.Sequence(lambda n: f"Series {n}")


class SeminarFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seminar
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"seminar-{n}")
    title = factory.Sequence(lambda n: f"Seminar {n}")
    mode = Mode.IN_PERSON
    capacity_in_person = 20
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=10))
    ends_at = factory.LazyAttribute(lambda seminar: seminar.starts_at + timedelta(hours=2))
    venue_name = "Harlow Playhouse"
    venue_address = "Playhouse Square, Harlow"
    state = SeminarState.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def reminders(self, create, extracted, **kwargs):
        """The standard plan, as `services.create` gives it."""
        if create and extracted is not False:
            start_plan(self)


_numbers = iter(range(1, 10**9))


def registered(seminar: Seminar, **answers) -> Registration:
    number = next(_numbers)
    answers = {"name": f"Person {number}", "email": f"person{number}@test.example", **answers}
    return services.register(seminar=seminar, **answers).registration


def begun(seminar: Seminar, people: int, **values) -> list[Registration]:
    """Rows of people who registered for a seminar that has begun, when the service refuses."""
    taken = seminar.registrations.count()
    values = {"place": seminar.ways[0], "state": "confirmed", **values}
    return Registration.objects.bulk_create(
        Registration(
            seminar=seminar,
            number=taken + number,
            **{
                "name": f"Person {taken + number}",
                "email": f"person{taken + number}.{seminar.pk}@test.example",
                "channel": "email",
                **values,
            },
        )
        for number in range(1, people + 1)
    )


def multiply(first: Registration, number: int) -> None:
    """One registration as so many, by SQL, with numbers and addresses that follow on."""
    fields = [field for field in Registration._meta.concrete_fields if not field.primary_key]
    other = {"number": "n", "reference": "'x' || n", "email": "n || '@test.example'"}
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(other.get(field.column, f'"{field.column}"') for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO seminars_registration ({columns}) SELECT {values} "
            "FROM seminars_registration, generate_series(%s, %s) n WHERE id = %s",
            [first.number + 1, first.number + number - 1, first.pk],
        )
