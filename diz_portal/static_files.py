"""Which files are served beside our own: the admin's, and no library's that no page of ours loads.

A script that lies about is a tool for whoever finds a way to load it.
"""

from django.contrib.staticfiles.finders import AppDirectoriesFinder


class AdminFiles(AppDirectoriesFinder):
    def __init__(self, *args, **kwargs):
        super().__init__(["django.contrib.admin"], *args, **kwargs)
