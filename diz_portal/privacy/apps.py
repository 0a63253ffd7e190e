from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "diz_portal.privacy"
    label = "privacy"

    def ready(self):
        from diz_portal import quotas

        from .copies.models import FOLDER

        quotas.register(
            quotas.Store(
                "privacy.CopyFile",
                what="Copy of a person’s data",
                by="made_by",
                size="size",
                file="file",
                name="format",
                at="made_at",
                folder=FOLDER,
                url=lambda row: row.copy.get_absolute_url(),
                related=("copy",),
            )
        )
