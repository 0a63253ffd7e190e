import pytest

from diz_portal.attention import registry


@pytest.fixture
def only(monkeypatch):
    """Replace what the apps registered: `only(provider=…, panel=…)`."""
    monkeypatch.setattr(registry, "_providers", {})
    monkeypatch.setattr(registry, "_panels", {})

    def use(provider=None, panel=None):
        if provider:
            registry.provider("for the test")(provider)
        if panel:
            registry.panel("for the test")(panel)

    return use
