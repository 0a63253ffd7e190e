from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "diz_portal.lists"
    label = "lists"
