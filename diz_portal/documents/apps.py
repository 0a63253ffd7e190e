from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "diz_portal.documents"
    label = "documents"
