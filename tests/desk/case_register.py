"""How the tests of a case's pages find addresses and read answers."""

from django.urls import reverse


def address(case, name="case", **more):
    return reverse(name, kwargs={"case_id": case.pk, **more})


def faults(page):
    """Return the answer's status and the fields something is wrong with."""
    return page.status_code, list(page.context["form"].errors)
