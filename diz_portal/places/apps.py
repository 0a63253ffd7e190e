from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "diz_portal.places"
    label = "places"
