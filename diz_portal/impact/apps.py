from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "diz_portal.impact"
    label = "impact"
