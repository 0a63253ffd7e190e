from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "diz_portal.documents"
    label = "documents"

    def ready(self):
        from django.urls import reverse

        from diz_portal import quotas

        from .models import FOLDER

        quotas.register(
            quotas.Store(
                "documents.Document",
                what="Document",
                by="uploaded_by",
                size="size",
                file="file",
                name="title",
                at="uploaded_at",
                folder=FOLDER,
                url=lambda row: reverse("admin:documents_document_change", args=[row.pk]),
            )
        )
