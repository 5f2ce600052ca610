"""Every page of the open site, for tests that hold for all of them."""

from vaern.public.urls import urlpatterns

FOR_PROFESSIONALS = {
    "professionals", "finder", "prepare", "soon", "briefing", "duties", "consent", "afterwards", "words", "scheme",
}  # fmt: skip


def every_page():
    """Return the addresses of the pages in Danish."""
    return [f"/{route.pattern}" for route in urlpatterns]


def pages_for_citizens():
    return [f"/{route.pattern}" for route in urlpatterns if route.name not in FOR_PROFESSIONALS]


def pages_for_professionals():
    return [f"/{route.pattern}" for route in urlpatterns if route.name in FOR_PROFESSIONALS]
