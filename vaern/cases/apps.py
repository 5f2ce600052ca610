from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "vaern.cases"
