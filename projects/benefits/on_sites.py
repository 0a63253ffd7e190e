from projects.benefits.models import SiteMeasure
from projects.rollout.dependents import says_what_stands_on
from projects.rollout.models import Site


@says_what_stands_on
def measure(site: Site) -> str:
    """Someone has measured there, and a published average may count it."""
    found = SiteMeasure.objects.uncorrected().filter(site=site)
    one = found.select_related("benefit").order_by("pk").first()
    if one is None:
        return ""
    return (
        f"A measure of “{one.benefit}” was recorded at this site, so it cannot have been added in "
        "error. If it is leaving the project, remove it from scope"
    )
