from django.apps import AppConfig


class SeminarsConfig(AppConfig):
    name = "seminars"

    def ready(self):
        from diz_portal import documents
        from seminars.rules import MATERIAL_GUARD, may_read_material

        documents.register_guard(
            MATERIAL_GUARD, may_read=may_read_material, title="Seminar material"
        )
