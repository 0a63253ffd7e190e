"""The rooms behind the sign-in, gathered from the subjects."""

from inclusion.cases import urls as cases
from inclusion.databank import urls as databank
from inclusion.devices import urls as devices
from inclusion.help import urls as getting_help
from inclusion.imports import urls as imports
from inclusion.landline import urls as landline
from inclusion.learning import workspace_urls as teaching

app_name = "inclusion_workspace"
urlpatterns = [
    *cases.urlpatterns,
    *getting_help.for_staff,
    *devices.urlpatterns,
    *databank.urlpatterns,
    *imports.urlpatterns,
    *landline.urlpatterns,
    *teaching.urlpatterns,
]
