"""Change control: what a project has promised (scope, milestones' baselines, budget, tolerance)
moves only by a request that somebody else approved.

It stands on the portfolio, the rollout and the money, whose services carry out what was approved.
"""
