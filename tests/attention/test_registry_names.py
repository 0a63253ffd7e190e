"""Two providers of one name: one of them would be asked by nobody."""

import pytest

from diz_portal.attention import registry


def test_a_name_is_taken_once(monkeypatch):
    monkeypatch.setattr(registry, "_providers", {})
    monkeypatch.setattr(registry, "_panels", {})

    def first(user, today):
        return iter(())

    def second(user, today):
        return iter(())

    for register in (registry.provider, registry.panel):
        register("reviews")(first)
        register("reviews")(first)
        with pytest.raises(ValueError, match="is taken by"):
            register("reviews")(second)
