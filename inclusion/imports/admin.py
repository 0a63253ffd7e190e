"""Lists in the admin: to look up who imported what; the work itself is in the workspace."""

from django.contrib import admin

from diz_portal.imports.admin import BatchAdmin, MappingAdmin
from inclusion.imports.models import ImportBatch, ImportMapping
from inclusion.imports.views import pages


@admin.register(ImportBatch)
class ImportBatchAdmin(BatchAdmin):
    pages = pages
    whose = "kept_by"


@admin.register(ImportMapping)
class ImportMappingAdmin(MappingAdmin):
    whose = "kept_by"
