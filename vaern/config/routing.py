"""Send the key store to its own database, and nothing else there."""

from typing import Any

KEY_MODELS = {"key"}


class KeysApart:
    """Route ``vault.Key`` to the database ``keys``; everything else stays in ``default``."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "keys" if is_key(model._meta.app_label, model._meta.model_name) else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return self.db_for_read(one) == self.db_for_read(other)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        # A migration step without a model (a trigger) says itself which database it is for; see audit.triggers.
        if model_name is None:
            return hints.get("database", "default") == db
        return (db == "keys") == is_key(app_label, model_name)


def is_key(app_label: str, model_name: str | None) -> bool:
    return app_label == "vault" and model_name in KEY_MODELS
