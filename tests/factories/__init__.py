"""Plain objects for tests: `UserFactory()`, `manager()`, `lead_of(organisation)` and so on."""
