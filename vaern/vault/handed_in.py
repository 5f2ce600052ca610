"""Rows that came in at the open door, with their key wrapped for the team beside them.

The open site cannot reach the key store. So the wrapped key waits on the row until a process with the broker takes it
in (`actions.take_in`); from then on destroying the key destroys the text, in every later copy of the data too.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from vaern.vault.rows import SealedRow


class HandedIn(SealedRow):
    """A row whose key was made with the public half. ``for_team`` is empty once the key store has the key."""

    for_team = models.BinaryField(null=True)
    team_version = models.PositiveSmallIntegerField(null=True)

    class Meta(SealedRow.Meta):
        abstract = True


def handed_in_models() -> Iterator[type[HandedIn]]:
    return (model for model in apps.get_models() if issubclass(model, HandedIn))
