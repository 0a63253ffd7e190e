from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self):
        from diz_portal import quotas

        quotas.register(
            "projects.ImportBatch", by="uploaded_by", size="size", file="file", folder="imports"
        )
