"""The door to the workbench."""

from vaern.desk.guards import ANYONE, route
from vaern.desk.views import account

urlpatterns = [
    route("ind/", account.sign_in, name="sign-in", guard=ANYONE),
    route("ud/", account.sign_out, name="sign-out", guard=ANYONE),
]
