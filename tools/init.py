"""Sets up an empty database for real use: `./run init`. First it creates the database, as `./run serve` does."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured

from config.environment import EnvironmentRefused
from config.private import keep_to_oneself
from tools.databases import ROOT, real_url
from tools.serve import alone, migrate


def main() -> None:
    """Migrate, then become the command, which logs itself."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    keep_to_oneself()
    try:
        with alone(real_url()):
            django.setup()
            migrate()
    except (EnvironmentRefused, ImproperlyConfigured) as refusal:
        sys.exit(str(refusal))
    os.execv(sys.executable, [sys.executable, str(ROOT / "manage.py"), "init", *sys.argv[1:]])


if __name__ == "__main__":
    main()
