from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "diz_portal.privacy"
    label = "privacy"
