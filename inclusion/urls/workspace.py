"""The rooms behind the sign-in, gathered from the subjects."""

from . import cases, databank, devices

app_name = "inclusion_workspace"
urlpatterns = [*cases.urlpatterns, *devices.urlpatterns, *databank.urlpatterns]
