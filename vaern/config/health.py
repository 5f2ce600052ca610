"""Say whether the house works, and nothing else: 200 or 503 with an empty page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from vaern.config.pulse import Pulse, all_answer
from vaern.vault.broker import broker
from vaern.vault.models import Key, Tombstone


def house_answers() -> bool:
    return all_answer(
        {
            "data": Tombstone.objects.exists,
            "keys": Key.objects.exists,
            "broker": lambda: broker().fingerprint(b"health"),
        }
    )


pulse = Pulse(house_answers)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    return pulse.told()
