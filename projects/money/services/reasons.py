"""Why something about money is done: asked for in one way."""

from diz_portal.access import Refusal


def why(reason: str) -> str:
    """The reason, without blanks around it; a Refusal where there is none."""
    if not reason.strip():
        raise Refusal("Enter the reason")
    return reason.strip()
