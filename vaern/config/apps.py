from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "vaern.config"

    def ready(self) -> None:
        from vaern.config import checks  # noqa: F401  registers the refusals to start
