"""The doors of this app: see diz_portal.navigation."""
