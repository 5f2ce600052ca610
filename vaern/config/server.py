"""What the web server serves: Django behind its intake."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaern.config.settings")
django = get_wsgi_application()

from django.conf import settings  # noqa: E402  the settings are named above

from vaern.config.intake import Intake  # noqa: E402
from vaern.config.logs import catch_what_nobody_catches  # noqa: E402
from vaern.config.serving import Serving  # noqa: E402

catch_what_nobody_catches()
serving = Serving.from_environment()
application = Intake(
    django,
    body_bytes=settings.REQUEST_BYTES,
    file_bytes=settings.FILE_REQUEST_BYTES,
    file_address=settings.FILE_ADDRESS,
    seconds=serving.body_seconds,
    working=serving.working,
    away=settings.EXIT_ADDRESS,
    tls_seconds=settings.SECURE_HSTS_SECONDS,
)
