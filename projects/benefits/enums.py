"""The words of the register, as guidance on benefits has them."""

from django.db import models

from diz_portal.disclosure import measures


class Role(models.TextChoices):
    """What the project delivers, what it was funded for, and what comes with that."""

    OUTPUT = "output", "Outputs of the project"
    PURPOSE = "purpose", "Purpose of the project"
    SECONDARY = "secondary", "Secondary benefits"


class Value(models.TextChoices):
    CASHABLE = "cashable", "Cashable"
    NON_CASHABLE = "non_cashable", "Non-cashable"
    SOCIETAL = "societal", "Societal"


class Frequency(models.IntegerChoices):
    """Months between two measures."""

    MONTHLY = 1, "Each month"
    QUARTERLY = 3, "Each quarter"
    HALF_YEARLY = 6, "Each half-year"
    YEARLY = 12, "Each year"


class OfPeople(models.TextChoices):
    """What a value that is calculated from people says of them: see `diz_portal.disclosure`."""

    PEOPLE = measures.PEOPLE, "Number of people"
    PERCENT = measures.PERCENT, "Percentage of people"
    OTHER = measures.OTHER, "Total or average of what people did or said"
