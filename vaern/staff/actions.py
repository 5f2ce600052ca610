"""Give and end roles and duties."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from vaern.audit import trail
from vaern.staff.models import RegionDuty, RoleHolding, User
from vaern.staff.roles import Role


@transaction.atomic
def give_role(*, user: User, role: Role, by: UUID | None, on: date) -> RoleHolding:
    """Let ``user`` hold ``role`` from ``on``."""
    holding = RoleHolding.objects.create(user=user, role=role.code, valid_from=on)
    trail.record("role.given", by=by, about=user.pk, subject=holding.pk, code=role.code)
    return holding


@transaction.atomic
def end_role(*, holding: RoleHolding, by: UUID | None, on: date) -> None:
    """Let ``on`` be the last day of the role. A role that never began is removed by ending before its start."""
    holding.valid_until = max(on, holding.valid_from)
    holding.save(update_fields=["valid_until"])
    trail.record("role.ended", by=by, about=holding.user_id, subject=holding.pk, code=holding.role)


@transaction.atomic
def give_duty(*, user: User, region: str, by: UUID | None, on: date) -> RegionDuty:
    """Put ``user`` on duty for ``region`` from ``on``."""
    duty = RegionDuty.objects.create(user=user, region=region, valid_from=on)
    trail.record("duty.given", by=by, about=user.pk, subject=duty.pk, code=region)
    return duty


@transaction.atomic
def end_duty(*, duty: RegionDuty, by: UUID | None, on: date) -> None:
    """Let the day before ``on`` be the last day of the duty."""
    duty.valid_until = max(on - timedelta(days=1), duty.valid_from)
    duty.save(update_fields=["valid_until"])
    trail.record("duty.ended", by=by, about=duty.user_id, subject=duty.pk, code=duty.region)
