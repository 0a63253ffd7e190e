"""Programmes, projects, milestones and risks: the ground on which the other rooms stand."""
