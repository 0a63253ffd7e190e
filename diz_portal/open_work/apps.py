from django.apps import AppConfig


class OpenWorkConfig(AppConfig):
    name = "diz_portal.open_work"
    label = "open_work"
