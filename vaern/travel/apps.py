from django.apps import AppConfig


class TravelConfig(AppConfig):
    name = "vaern.travel"
