from django.apps import AppConfig


class AttentionConfig(AppConfig):
    name = "diz_portal.attention"
    label = "attention"
