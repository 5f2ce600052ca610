"""Users: an administrator invites, changes roles and closes access; two people together let a third back in."""

from vaern.desk.guards import can, route
from vaern.desk.views import users
from vaern.staff.roles import Permission

SEE = can(Permission.SEE_USERS)
MANAGE = can(Permission.MANAGE_USERS)
RECOVER = can(Permission.RECOVER_ACCESS)

urlpatterns = [
    route("brugere/", users.overview, name="users", guard=SEE),
    route("brugere/inviter/", users.invite, name="user-invite", guard=MANAGE),
    route("brugere/<uuid:user_id>/", users.show, name="user", guard=SEE),
    route("brugere/<uuid:user_id>/link/", users.new_link, name="user-link", guard=MANAGE),
    route("brugere/<uuid:user_id>/genopret/", users.ask_recovery, name="user-recover", guard=RECOVER),
    route(
        "brugere/<uuid:user_id>/genopret/bekraeft/", users.confirm_recovery, name="user-recover-confirm", guard=RECOVER
    ),
    route("brugere/<uuid:user_id>/roller/", users.powers, name="user-powers", guard=MANAGE),
    route("brugere/<uuid:user_id>/stop/", users.end, name="user-end", guard=MANAGE),
]
