from django.apps import AppConfig
from django.conf import settings


class VaultConfig(AppConfig):
    name = "vaern.vault"

    def ready(self) -> None:
        if not settings.SEALS_THE_TRAIL:
            return
        from vaern.audit import chain
        from vaern.vault.broker import broker

        chain.keyed_by(lambda message: broker().fingerprint(message))
