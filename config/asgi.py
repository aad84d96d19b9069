"""The application that `./run serve` loads; another server may load `config.wsgi` and limit slow requests itself."""

import os

from config.environment import read_trusted_proxies
from config.wsgi import application as wsgi_application

from config.front.application import Front  # isort: skip - after Django is set up

application = Front(wsgi_application, read_trusted_proxies(os.environ))
