"""The door to the workbench, and one's own devices and access just inside it.

No page of django-allauth is routed: there is no signing up, no password by mail and no other account to sign in with.
"""

from vaern.desk.guards import ANYONE, SIGNED_IN, route
from vaern.desk.views import account, devices, joining

urlpatterns = [
    route("ind/", account.sign_in, name="sign-in", guard=ANYONE),
    route("ind/kode/", account.code, name="sign-in-code", guard=ANYONE),
    route("ind/passkey/", account.passkey, name="sign-in-passkey", guard=ANYONE),
    route("ind/passkey/spoerg/", account.passkey_question, name="sign-in-passkey-question", guard=ANYONE),
    route("ud/", account.sign_out, name="sign-out", guard=ANYONE),
    route("adgang/<uuid:link_id>/", joining.open_link, name="link", guard=ANYONE),
    route("adgang/kodeord/", joining.choose_password, name="link-password", guard=ANYONE),
    route("adgang/faktor/", joining.choose_factor, name="link-factor", guard=ANYONE),
    route("enheder/", devices.overview, name="devices", guard=SIGNED_IN),
    route("enheder/<uuid:session_id>/slut/", devices.end_session, name="device-end", guard=SIGNED_IN),
    route("enheder/alle/slut/", devices.end_everywhere, name="devices-end", guard=SIGNED_IN),
    route("enheder/app/", devices.add_app, name="own-app", guard=SIGNED_IN),
    route("enheder/passkey/", devices.add_passkey, name="own-passkey", guard=SIGNED_IN),
    route("enheder/fjern/<int:factor_id>/", devices.remove_factor, name="own-factor-remove", guard=SIGNED_IN),
    route("enheder/koder/", devices.recovery_codes, name="own-codes", guard=SIGNED_IN),
    route("enheder/kodeord/", devices.password, name="own-password", guard=SIGNED_IN),
]
