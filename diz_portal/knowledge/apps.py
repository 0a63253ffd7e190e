from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "diz_portal.knowledge"
    label = "knowledge"
