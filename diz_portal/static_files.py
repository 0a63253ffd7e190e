"""Which files are served: ours, the admin's, no library's that no page of ours loads, and those of
the releases beside this one.

A script that lies about is a tool for whoever finds a way to load it.

While hosts are restarted one after another, a page of the old release asks the new one for its
styles, and a page of the new release the old one. So the hashed files of the last three releases
lie in a folder of each host (`deploy/release` fills and clears it), which is looked into for what
this release does not have: each time, since the next release arrives while this one runs.
"""

import os
import re
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

# Named by what is in it, as Django's manifest names it; nothing else is the same in each release.
HASHED = re.compile(r"[\w/.-]+\.[0-9a-f]{12}(\.\w+)?", re.ASCII)


class AdminFiles(AppDirectoriesFinder):
    def __init__(self, *args, **kwargs):
        super().__init__(["django.contrib.admin"], *args, **kwargs)


class StaticFiles(WhiteNoiseMiddleware):
    def __init__(self, *args: Any, **kwargs: Any):
        folder = settings.STATIC_SHARED_DIR
        self.shared = os.path.join(os.path.abspath(folder), "") if folder else ""
        super().__init__(*args, **kwargs)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        file = self.of_another_release(request.path_info)
        return self.serve(file, request) if file else super().__call__(request)

    def of_another_release(self, url: str) -> StaticFile | None:
        if not self.shared or not url.startswith(self.static_prefix) or url in self.files:
            return None
        name = url[len(self.static_prefix) :]
        path = os.path.join(self.shared, name)
        may_be = (
            HASHED.fullmatch(name)
            and self.url_is_canonical(url)
            and self.path_is_child_of(path, self.shared)
        )
        return self.get_static_file(path, url) if may_be and os.path.isfile(path) else None

    def immutable_file_test(self, path: str, url: str) -> bool:
        if self.shared and path.startswith(self.shared):
            return True
        return super().immutable_file_test(path, url)
