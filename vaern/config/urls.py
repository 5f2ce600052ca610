"""The root URL table: the staff pages, the door to them, and the open site for everything else."""

from django.urls import include, path

from vaern.config.health import health

urlpatterns = [
    path("desk/", include("vaern.desk.routes")),
    path("konto/", include("vaern.desk.routes.account")),
    path("sundhed/", health, name="health"),  # for the one who watches the machine; see docs/operations.md
    path("", include("vaern.public.urls")),
]

handler400 = "vaern.public.views.refused"
handler404 = "vaern.public.views.not_found"
handler500 = "vaern.public.views.failed"
