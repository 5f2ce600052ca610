from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "vaern.ui"
