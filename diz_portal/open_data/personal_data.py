from diz_portal.privacy import no_personal_data

from .models import Edition, EditionFile, Validation

no_personal_data(
    Edition,
    reason="Published data, which contains no personal data.",
    texts="slug counts described",
)
no_personal_data(
    EditionFile, reason="Published files, which contain no personal data.", texts="file sha256"
)
no_personal_data(Validation, reason="Numbers of faults in published data.", texts="slug judged_by")
