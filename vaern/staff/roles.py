"""What each role may do. A change of power is a change of this page, and is reviewed as one.

A permission says "this kind of person"; whether it covers this inquiry or case is asked of that room's own access rule.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    ANSWER_CALLS = "answer calls"  # log a call, work on inquiries one may see
    WORK_ON_CASES = "work on cases"  # open and go on with the cases one may see
    REVIEW_EMERGENCY_NOTES = "review emergency notes"  # the one text a team lead reads, to judge whether it was right
    REVIEW_BREAK_GLASS = "review break-glass"  # why somebody opened a case that was not theirs, and nothing of the case
    ASSIGN_CASES = "assign cases"  # give a case to a consultant by its reference, and arrange leave cover, unread
    SEE_TEAM = "see the team"  # load and what is overdue, by reference, without reading
    EDIT_DIRECTORY = "edit the directory"
    SEE_USERS = "see users"  # who has access, with which role; nothing of what they work on
    MANAGE_USERS = "manage users"  # invite, change roles and regions, end access when somebody stops
    RECOVER_ACCESS = "recover access"  # ask for or confirm a new way in for a colleague; never both, never for oneself
    ATTEST_TRAINING = "attest training"  # say that a consultant is trained in an instrument, and until when
    DESTROY_CASES = "destroy cases"  # ask that a case whose time is over goes, or confirm it; never both, unread
    READ_AS_GUEST = "read as a guest"  # named sections of one case, until a date; nothing else is there for them
    REVIEW_LANGUAGES = "review languages"  # say that somebody who knows a language has read its open pages


@dataclass(frozen=True)
class Role:
    code: str
    label: str | Promise
    held_by: str
    permissions: frozenset[Permission]


CONSULTANT = Role(
    code="consultant",
    label=_("Sikkerhedskonsulent"),
    held_by="The dozen people who answer the phone, trained for the scheme and employed by a host municipality.",
    permissions=frozenset({Permission.ANSWER_CALLS, Permission.WORK_ON_CASES}),
)
TEAM_LEAD = Role(
    code="team-lead",
    label=_("Teamleder"),
    held_by="Leads the consultants of one or more regions; answers for load, quality and the directory.",
    permissions=frozenset(
        {
            Permission.SEE_TEAM,
            Permission.REVIEW_EMERGENCY_NOTES,
            Permission.REVIEW_BREAK_GLASS,
            Permission.ASSIGN_CASES,
            Permission.DESTROY_CASES,
            Permission.EDIT_DIRECTORY,
            Permission.SEE_USERS,
            Permission.RECOVER_ACCESS,
            Permission.ATTEST_TRAINING,
            Permission.REVIEW_LANGUAGES,
        }
    ),
)
ADMINISTRATOR = Role(
    code="administrator",
    label=_("Administrator"),
    held_by="Runs the installation and its users. Sees no inquiry, no case and no note, ever.",
    permissions=frozenset({Permission.SEE_USERS, Permission.MANAGE_USERS, Permission.RECOVER_ACCESS}),
)

GUEST = Role(
    code="guest",
    label=_("Gæst"),
    held_by="A caseworker of another authority whom the consultant on one case invited to read parts of it.",
    permissions=frozenset({Permission.READ_AS_GUEST}),
)

ROLES = {role.code: role for role in (CONSULTANT, TEAM_LEAD, ADMINISTRATOR, GUEST)}
EMPLOYED = [CONSULTANT, TEAM_LEAD, ADMINISTRATOR]  # whom an administrator invites; a guest is invited to a case
WORK = frozenset(Permission) - GUEST.permissions
