"""The rooms behind the sign-in, gathered from the subjects."""

from . import cases, databank, devices, teaching
from . import help as getting_help

app_name = "inclusion_workspace"
urlpatterns = [
    *cases.urlpatterns,
    *getting_help.for_callers,
    *devices.urlpatterns,
    *databank.urlpatterns,
    *teaching.urlpatterns,
]
