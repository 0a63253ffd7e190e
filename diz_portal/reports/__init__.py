"""Reports: asked for with a button, produced in the background, kept for a while, downloaded.

`declaring` is what an app writes one with.
"""
