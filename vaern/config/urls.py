"""The root URL table: the staff pages, signing in, and the open site for everything else."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from vaern.config.health import health
from vaern.public.urls import in_no_language

urlpatterns = [
    path("desk/", include("vaern.desk.routes")),
    path("konto/", include("vaern.desk.routes.account")),
    path("sundhed/", health, name="health"),  # for the one who watches the machine; see docs/operations.md
    *in_no_language,
    *i18n_patterns(path("", include("vaern.public.urls")), prefix_default_language=False),
]

handler400 = "vaern.config.refusing.not_read"
handler404 = "vaern.public.views.not_found"
handler500 = "vaern.config.refusing.failed"
