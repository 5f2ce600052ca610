"""The open site. Every page here is for anyone; the addresses say nothing about what brought a person to them.

``urlpatterns`` are the pages; in another language they stand under its code. ``in_no_language`` stand where they stand.
"""

from django.urls import path, re_path

from vaern.public import leaving, preparation, views
from vaern.public.briefing import briefing
from vaern.public.mailbox import come_back
from vaern.public.write import write

in_no_language = [
    path("ud", leaving.leave, name="exit"),
    path("luk", leaving.close, name="exit-close"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_contact, name="security-contact"),
    re_path("^was/?$", views.accessibility_from_outside, name="accessibility-from-outside"),
]

urlpatterns = [
    path("", views.front, name="front"),
    path("nu/", views.danger, name="danger"),
    path("telefon/", views.device, name="watched-phone"),
    path("kender-du-det/", views.recognise, name="recognise"),
    path("rejse/", views.trip, name="trip"),
    path("det-kan-vi/", views.abilities, name="abilities"),
    path("numre/", views.numbers, name="numbers"),
    path("skriv/", write, name="write"),
    path("svar/", come_back, name="mailbox"),
    path("en-anden/", views.another, name="another"),
    path("lukket/", views.closed, name="closed"),
    path("privatliv/", views.privacy, name="privacy"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("fagfolk/", views.professionals, name="professionals"),
    path("find/", views.finder, name="finder"),
    path("forbered/", preparation.prepare, name="prepare"),
    path("14-dage/", views.soon, name="soon"),
    path("ark-114/", briefing, name="briefing"),
    path("ansvar/", views.duties, name="duties"),
    path("samtykke/", views.consent, name="consent"),
    path("bagefter/", views.afterwards, name="afterwards"),
    path("ord/", views.words, name="words"),
    path("saadan/", views.scheme, name="scheme"),
]
