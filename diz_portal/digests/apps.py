from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "diz_portal.digests"
    label = "digests"
