"""When a project's rollout will be done, simulated from what this portal has seen.

docs/forecast.md has the formulas and the assumptions.
"""
