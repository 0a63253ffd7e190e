"""No report is about one person: those with figures of residents name nobody."""

from diz_portal.privacy.kinds import elsewhere
from diz_portal.privacy.mentions import places

from .models import BoardDate, ReportFile, ReportJob, Schedule

elsewhere(
    ReportFile, "Reports on the programme’s work, in which staff may be named; lists of references."
)
elsewhere(Schedule, "Accounts of staff, who can see and change what they are sent.")
places.made_here(ReportJob, "report", "A name set in the code.")
places.made_here(ReportFile, "sha256", "Made from the file.")
places.made_here(Schedule, "report every", "Names set in the code.")
places.room(ReportJob, Schedule, BoardDate, name="Reports", read=places.staff)
