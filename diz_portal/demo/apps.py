from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "diz_portal.demo"
    label = "demo"
