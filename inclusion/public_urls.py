"""What anybody may open, gathered from the subjects."""

from inclusion.help import donate_urls as donate
from inclusion.help import urls as getting_help
from inclusion.learning import urls as learn

app_name = "inclusion"
urlpatterns = [*getting_help.urlpatterns, *donate.urlpatterns, *learn.urlpatterns]
