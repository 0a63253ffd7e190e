import contextlib
from typing import ClassVar

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin, _user_has_perm  # type: ignore[attr-defined]
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from diz_portal import access, unseen
from diz_portal.references import new_reference
from diz_portal.search.columns import Code, Words, code_index, words_index


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email, password=None, **fields):
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )

    def get_by_natural_key(self, email):
        return self.get(email=normalise_email(email))


def normalise_email(email: str) -> str:
    """One spelling for each address: in lower case, without unseen letters, wide ones made plain;
    a domain of other letters in these letters, also where it was typed as `xn--…`."""
    name, at, domain = unseen.plain(email).lower().rpartition("@")
    if not domain.isascii() or "xn--" in domain:
        # What no program can read is nobody's address, and stays as it was typed.
        with contextlib.suppress(UnicodeError):
            domain = domain.encode("idna").decode("idna")
    return f"{name}{at}{domain}"


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may do follows from their memberships.

    History refers to this row with PROTECT; erasing a person pseudonymises it and keeps it.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    email = models.EmailField("email address", max_length=254, unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField("can sign in", default=True)
    is_staff = models.BooleanField(
        "admin access",
        default=False,
        help_text="Set automatically for programme managers of the lead organisation.",
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    # Browsers that were signed in before, or known before, are so no longer.
    signed_out_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = [Lower("name"), "pk"]
        indexes = [
            words_index(Words("name"), name="accounts_user_words"),
            code_index(Code("email"), name="accounts_user_email"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_one_user_per_email",
                violation_error_message=(
                    "Another account has this email address. Enter a different one"
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="accounts_email_lower_case",
                violation_error_message="Enter the email address in lower case letters",
            ),
        ]

    def __str__(self):
        return self.name or "Former member"

    def clean(self):
        self.email = normalise_email(self.email)

    @property
    def must_have_second_factor(self) -> bool:
        """Staff, and whoever may hold any right over residents' records or money."""
        return self.is_staff or self.is_superuser or access.must_have_second_factor(self)

    def has_perm(self, perm, obj=None):
        """The portal's own permissions are asked of a superuser too: running the installation
        lets nobody read what residents told us, and no page shows a button that does nothing."""
        if rules.perm_exists(perm):
            return _user_has_perm(self, perm, obj)
        return super().has_perm(perm, obj)

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0] if self.name else ""


class Visit(AbstractBaseSession):
    """One browser that visits, signed in or not: see `visits`."""

    # No foreign key: whoever signs in waits for nobody who changes the account.
    account = models.BigIntegerField(null=True)
    has_answers = models.BooleanField(default=False)

    objects: ClassVar = BaseSessionManager()

    class Meta(AbstractBaseSession.Meta):
        indexes = [
            models.Index(
                fields=["account"],
                condition=models.Q(account__isnull=False),
                name="accounts_visits_of_account",
            ),
            models.Index(
                fields=["session_key"],
                condition=models.Q(has_answers=True),
                name="accounts_visits_with_answers",
            ),
        ]
        verbose_name = "visit"
        verbose_name_plural = "visits"

    @classmethod
    def get_session_store_class(cls):
        from .visits import SessionStore

        return SessionStore


class SingleSignOn(models.Model):
    """An account that its owner connected to their council's sign-on, by the council's own key.

    One account, one person of the council: a second of either is refused by the database.
    Addresses are not kept, for they are handed on to others.
    """

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="single_sign_on")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    connected_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"],
                name="accounts_one_account_per_sign_on",
                violation_error_message=(
                    "This council sign-in is connected to another account. Ask its owner to "
                    "disconnect it first"
                ),
            ),
        ]
        verbose_name = "single sign-on"
        verbose_name_plural = "single sign-ons"

    def __str__(self):
        return f"Single sign-on of {self.person}"


class Rescue(models.Model):
    """A request to let somebody in again who lost their second step: one asks on the server,
    another confirms in the portal. Good once, for four hours; the row stays as the record."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="rescues")
    operator = models.CharField("requested by", max_length=150)
    reason = models.CharField(max_length=500)
    # Somebody named to confirm it, besides those who may anyway.
    second = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None, confirmed_at=None)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="accounts_rescue_confirmed_by_whom",
                violation_error_message=(
                    "Enter both when this was confirmed and who confirmed it, or neither"
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("person"))
                & ~models.Q(second=models.F("person")),
                name="accounts_rescue_takes_two",
                violation_error_message=(
                    "Ask someone else to confirm this. No one can confirm their own request"
                ),
            ),
        ]

    def __str__(self):
        return f"Rescue {self.reference}"


def display_name(user: User) -> str:
    return str(user)


class UnsentForm(models.Model):
    """What a person had typed when their visit ended, sealed until they come back: `unsent`."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="unsent_forms")
    page = models.CharField(max_length=2000, editable=False)
    sealed = models.TextField(editable=False)
    kept_at = models.DateTimeField(db_index=True, editable=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "page"],
                name="accounts_one_unsent_form_a_page",
                violation_error_message="Wait, then try again: the answers typed on this page are "
                "already stored",
            ),
        ]

    def __str__(self):
        return f"Unsent form {self.pk}"
