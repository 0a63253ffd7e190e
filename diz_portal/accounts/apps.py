from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "diz_portal.accounts"
    label = "accounts"
