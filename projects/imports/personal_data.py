"""What is held about people in imported files."""

from diz_portal.privacy import no_personal_data
from projects.imports.models import ImportBatch, ImportMapping, ImportRow
from projects.portfolio.personal_data import files_of_imports, rows_of_imports

no_personal_data(
    ImportMapping,
    reason="A supplier’s column headings and stage names.",
    texts="supplier headings words",
)
files_of_imports(ImportBatch, "Imported files", "projects.imports.services.clear_old")
rows_of_imports(ImportRow, "Rows of imported files")
