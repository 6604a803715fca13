"""The WSGI entrance for gunicorn."""

import os
import sys

from django.core.checks import Tags, run_checks
from django.core.wsgi import get_wsgi_application

from core.whole_bodies import WholeBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pairing_portal.settings")
application = WholeBodies(get_wsgi_application())

# A server runs no system checks by itself; it would start, and answer every page with an error.
tags = [Tags.security, Tags.files, Tags.database, Tags.urls]  # the last loads all pages once, for all workers
checks = run_checks(tags=tags, include_deployment_checks=True, databases=["default"])
faults = [fault for fault in checks if fault.is_serious()]
if faults:
    print(*faults, sep="\n", file=sys.stderr)
    sys.exit(3)  # gunicorn's own sign that starting again will not help
