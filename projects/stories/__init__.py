"""What partners tell of a project: case studies, and lessons learned."""
