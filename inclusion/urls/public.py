"""What anybody may open, gathered from the subjects."""

from . import donate, learn
from . import help as getting_help

app_name = "inclusion"
urlpatterns = [*getting_help.urlpatterns, *donate.urlpatterns, *learn.urlpatterns]
