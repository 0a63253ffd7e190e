"""Mutants that live, and why no test can or need tell them from the sound code."""

EXPLAINED: dict[str, str] = {}
