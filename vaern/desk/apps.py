from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "vaern.desk"
