"""No report is about one person: those with figures of residents name nobody."""

from diz_portal.privacy.kinds import elsewhere
from diz_portal.privacy.mentions import places

from .models import ReportFile, ReportJob

elsewhere(ReportFile, "Papers on the programme’s work, in which staff may be named.")
places.made_here(ReportJob, "report", "A name of our own.")
places.made_here(ReportFile, "sha256", "Made of the file.")
places.room(ReportJob, name="Reports", read=places.staff)
