from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "vaern.vault"

    def ready(self) -> None:
        from vaern.audit import chain
        from vaern.vault.broker import broker

        chain.keyed_by(lambda message: broker().fingerprint(message))
