from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "diz_portal.operations"
    label = "operations"
