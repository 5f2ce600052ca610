"""Compare what is sealed with what the trail says was left: an older value put back opens, but does not match."""

from collections.abc import Iterable, Iterator
from typing import Any

from vaern.audit.models import Destruction, Event, Seal
from vaern.vault.rows import sealed_models

BATCH = 500


def rows_not_as_left() -> Iterator[str]:
    """Yield a line for each sealed row that is gone, or holds other ciphertexts than its last act left.

    Opens no key. Rows whose acts leave no digest in the trail (drafts, tasks) are not compared.
    """
    subjects = Event.objects.with_digest().order_by("subject").values_list("subject", flat=True).distinct()
    some = list(subjects[:BATCH])
    while some:
        yield from differences(some)
        some = list(subjects.filter(subject__gt=some[-1])[:BATCH])


def in_order(events: Iterable[Event]) -> list[Event]:
    """Return events as they followed each other: by their links, since a clock can be set back."""
    events = list(events)
    links = dict(Seal.objects.of({event.pk for event in events}).values_list("event", "number"))
    unsealed = max(links.values(), default=0) + 1
    return sorted(events, key=lambda event: (links.get(event.pk, unsealed), event.at, event.pk))


def differences(subjects: list[Any]) -> Iterator[str]:
    rows = {row.pk: row for model in sealed_models() for row in model._base_manager.filter(pk__in=subjects)}
    last = {event.subject: event for event in in_order(Event.objects.with_digest().filter(subject__in=subjects))}
    gone = {subject: last[subject].about for subject in subjects if subject not in rows}
    decided = Destruction.objects.of({about for about in gone.values() if about})
    destroyed = set(decided.values_list("about", flat=True))
    for subject in subjects:
        if subject in gone:
            if gone[subject] not in destroyed:
                yield f"the row {subject} is gone"
        elif rows[subject].sealed_digest() != bytes(last[subject].digest or b""):
            yield f"{rows[subject]._meta.label} {subject} is not as its last act left it"
