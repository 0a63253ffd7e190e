from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """Django's admin with our own site, which is made before any app registers with it."""

    default_site = "diz_portal.admin_site.Site"

    def ready(self):
        from django.contrib.admin import helpers
        from django.contrib.admin.templatetags import admin_list

        from diz_portal import admin_words

        admin_list._boolean_icon = admin_words.yes_or_no
        admin_list.display_for_field = admin_words.display_for_field
        helpers.display_for_field = admin_words.display_for_field
        super().ready()
