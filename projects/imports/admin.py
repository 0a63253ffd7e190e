from django.contrib import admin

from diz_portal.imports.admin import BatchAdmin, MappingAdmin
from projects.imports.models import ImportBatch, ImportMapping
from projects.imports.views import pages


@admin.register(ImportBatch)
class ImportBatchAdmin(BatchAdmin):
    pages = pages
    whose = "project"


@admin.register(ImportMapping)
class ImportMappingAdmin(MappingAdmin):
    whose = "project"
