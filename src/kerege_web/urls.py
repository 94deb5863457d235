"""All addresses on one page."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.i18n import set_language

from kerege_web.accounts import views as accounts
from kerege_web.api import api
from kerege_web.incidents import import_views as imports
from kerege_web.incidents import views as incidents
from kerege_web.pages import views as pages
from kerege_web.picture import views as picture
from kerege_web.reports import situation_views
from kerege_web.reports import sms_views as sms
from kerege_web.risk import views as risk
from kerege_web.warning import views as warning

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", pages.start, name="start"),
    path("language", set_language, name="set_language"),
    path("theme", pages.choose_theme, name="choose_theme"),
    path("picture", picture.picture, name="picture"),
    path("picture/ground.json", picture.ground, name="picture_ground"),
    path("picture/sections.json", picture.sections, name="picture_sections"),
    path("picture/incidents.json", picture.incidents, name="picture_incidents"),
    path("picture/timeline.json", picture.timeline, name="picture_timeline"),
    path("incidents", incidents.incidents, name="incidents"),
    path("incidents.csv", incidents.incidents_file, name="incidents_file"),
    path("incidents/<path:incident_id>/grading", incidents.regrade, name="regrade"),
    path("incidents/<path:incident_id>/accounts", incidents.add_side, name="add_side"),
    path("incidents/<path:incident_id>", incidents.incident, name="incident"),
    path("import", imports.upload, name="import"),
    path("import/<str:token>", imports.preview, name="import_preview"),
    path("import/<str:token>/rejected.csv", imports.rejected_rows, name="import_rejected"),
    path("runs", warning.runs, name="runs"),
    path("runs/<str:run_id>", warning.run, name="run"),
    path("signals", warning.signals, name="signals"),
    path("bulletins", risk.bulletins, name="bulletins"),
    path("bulletins/<str:bulletin_id>.pdf", risk.bulletin_file, name="bulletin_file"),
    path("situations", situation_views.situations, name="situations"),
    path("sms/<str:gateway>/receive", sms.receive, name="sms_receive"),
    re_path(
        r"^sms/(?P<gateway>[^/]+)/(?P<state>sent|delivered|failed)$", sms.delivery_state, name="sms_delivery_state"
    ),
    path("account", accounts.account, name="account"),
    # Sign-in. The names are those the sign-in package looks for.
    path("sign-in", account.login, name="account_login"),
    path("sign-out", account.logout, name="account_logout"),
    path("sign-in/inactive", account.account_inactive, name="account_inactive"),
    path("sign-in/again", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/second-factor", second_factor.authenticate, name="mfa_authenticate"),
    path("sign-in/second-factor/again", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/password", account.password_change, name="account_change_password"),
    path("account/second-factor", second_factor.index, name="mfa_index"),
    path("account/second-factor/on", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/off", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/recovery-codes", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/recovery-codes/file", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]

handler400 = pages.bad_request
handler404 = pages.not_found
handler500 = pages.server_error
