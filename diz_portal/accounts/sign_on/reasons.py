"""Why a sign-on came to nothing: for the log, and for docs/how-to/single-sign-on.md."""

from enum import StrEnum

from allauth.socialaccount.providers.base import ProviderException


class Reason(StrEnum):
    # The provider is out of order, or not what the settings say.
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    STATUS = "status"
    RUBBISH = "rubbish"
    ENDPOINT = "endpoint"
    INSECURE = "insecure"
    OTHER_ISSUER = "other-issuer"
    # An answer that does not hold.
    STATE = "state"
    PROVIDER_ERROR = "provider-error"
    ANSWER_ISSUER = "answer-issuer"
    ANSWER = "answer"
    SIGNATURE = "signature"
    EXPIRED = "expired"
    AUDIENCE = "audience"
    TOKEN_ISSUER = "token-issuer"  # noqa: S105  a word for the log
    NONCE = "nonce"
    ACCESS_TOKEN = "access-token"  # noqa: S105  a word for the log
    SUBJECT = "subject"
    # Somebody who may not come in this way.
    NO_EMAIL = "no-email"
    UNVERIFIED = "unverified"
    DOMAIN = "domain"
    NOT_CONNECTED = "not-connected"
    UNKNOWN = "unknown"
    ANOTHER_SIGN_ON = "another-sign-on"
    ANOTHER_ACCOUNT = "another-account"


# With these the page says that the provider cannot be reached, not that somebody is refused.
OUT_OF_ORDER = frozenset(
    {
        Reason.UNREACHABLE,
        Reason.SLOW,
        Reason.STATUS,
        Reason.RUBBISH,
        Reason.ENDPOINT,
        Reason.INSECURE,
        Reason.OTHER_ISSUER,
    }
)


class SignOnFailed(ProviderException):
    """`detail` ends in the log: words of ours or of the settings, never of a person."""

    def __init__(self, reason: Reason, detail: str = ""):
        super().__init__(f"{reason} ({detail})" if detail else str(reason))
        self.reason, self.detail = reason, detail
