"""The open site. Every page here is for anyone; the addresses say nothing about what brought a person to them."""

from django.urls import path

from vaern.public import leaving, views

urlpatterns = [
    path("", views.front, name="front"),
    path("find/", views.finder, name="finder"),
    path("numre/", views.numbers, name="numbers"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("ud", leaving.leave, name="exit"),
    path("luk", leaving.close, name="exit-close"),
    path("robots.txt", views.robots, name="robots"),
]
