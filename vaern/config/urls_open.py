"""The URL table of the open site in a process of its own: no staff page exists here."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from vaern.config.health_open import health
from vaern.public.urls import in_no_language

urlpatterns = [
    path("sundhed/", health, name="health"),
    *in_no_language,
    *i18n_patterns(path("", include("vaern.public.urls")), prefix_default_language=False),
]

handler400 = "vaern.config.refusing.not_read"
handler404 = "vaern.public.views.not_found"
handler500 = "vaern.config.refusing.failed"
