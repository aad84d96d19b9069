"""The application that the server loads."""

import os

from django.core.wsgi import get_wsgi_application

from config.daily import Daily

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = Daily(get_wsgi_application())
