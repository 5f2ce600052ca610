"""Say whether the open site, in a process of its own, works: both its roles reach their tables, and it can seal."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from vaern.config.pulse import Pulse, all_answer
from vaern.directory.models import Region
from vaern.mailbox.models import Thread
from vaern.vault.sealing import public_half


def open_site_answers() -> bool:
    return all_answer(
        {
            "data": Region.objects.exists,
            "mailbox": Thread.objects.at_the_door().exists,
            "key": public_half().key_for_the_team,
        }
    )


pulse = Pulse(open_site_answers)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    return pulse.told()
