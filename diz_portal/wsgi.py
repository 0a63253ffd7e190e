"""The web process: `gunicorn diz_portal.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diz_portal.settings.production")
application = get_wsgi_application()
