from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """Django's admin with our own site, which is made before any app registers with it."""

    default_site = "diz_portal.admin_site.Site"
