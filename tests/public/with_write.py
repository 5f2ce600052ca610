"""The site's addresses with a page where a person can write to us, for the tests of the way to it."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from vaern.config.urls import handler400, handler404, handler500
from vaern.public.urls import in_no_language
from vaern.public.views import closed

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    *in_no_language,
    *i18n_patterns(
        path("skriv/", closed, name="write"),
        path("", include("vaern.public.urls")),
        prefix_default_language=False,
    ),
]
