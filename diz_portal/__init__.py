"""The shell of the portal, and what every app stands on."""
