"""What gunicorn serves to serving.py: the portal, or with BASELINE=1 the two plain views of _baseline.py."""

import os

from _portal import portal

portal(os.environ["BENCH_FOLDER"])

from _baseline import use_baseline  # noqa: E402 - settings come first
from django.core.wsgi import get_wsgi_application  # noqa: E402

if "BASELINE" in os.environ:
    use_baseline()
application = get_wsgi_application()
