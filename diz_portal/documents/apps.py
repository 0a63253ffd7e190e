from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "diz_portal.documents"
    label = "documents"

    def ready(self):
        from diz_portal import quotas

        from .models import FOLDER

        quotas.register(
            "documents.Document", by="uploaded_by", size="size", file="file", folder=FOLDER
        )
