from projects.change.enums import DECIDED
from projects.change.models import ChangeSite
from projects.rollout.dependents import says_what_stands_on
from projects.rollout.models import Site


@says_what_stands_on
def change_request(site: Site) -> str:
    """What is asked for names it: decided without it, it would be another request."""
    lines = ChangeSite.objects.filter(site=site).exclude(request__state__in=DECIDED)
    line = lines.select_related("request").order_by("request__number").first()
    if line is None:
        return ""
    return (
        f"Change request {line.request.number} is about this site. Decide or withdraw that request "
        "first"
    )
