"""All addresses on one page."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.i18n import set_language

from kerege_web.accounts import views as accounts
from kerege_web.alerts.views import alerts as alert_pages
from kerege_web.alerts.views import rules as alert_rules
from kerege_web.api import api
from kerege_web.context import views as context
from kerege_web.incidents.views import from_report, imports, incidents
from kerege_web.pages import views as pages
from kerege_web.picture import views as picture
from kerege_web.publication import views as publication
from kerege_web.reports.openrosa.addresses import ADDRESSES as OPENROSA
from kerege_web.reports.views import (
    alerts,
    answers,
    desk,
    devices,
    entry,
    phone_file,
    resident,
    resident_app,
    situations,
    sms,
)
from kerege_web.response.views import duty, figures, hotline, live, responses, roster, village
from kerege_web.risk import views as risk
from kerege_web.rumours import views as rumours
from kerege_web.warning import views as warning

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("odk/", include(OPENROSA)),
    path("odk/key/<str:key>/", include(OPENROSA)),
    path("", pages.start, name="start"),
    path("language", set_language, name="set_language"),
    path("theme", pages.choose_theme, name="choose_theme"),
    path("report", resident.report, name="report"),
    path("report/send", resident_app.send, name="report_send"),
    path("report/places.json", resident_app.places, name="report_places"),
    path("report/ground.json", resident_app.ground, name="report_ground"),
    path("report/worker.js", resident_app.worker, name="report_worker"),
    path("report/<str:language>.webmanifest", resident_app.manifest, name="report_manifest"),
    path("report/<str:language>", resident.report, name="report_in_language"),
    path("receipt", resident.receipt, name="receipt"),
    path("receipt/<str:language>", resident.receipt, name="receipt_in_language"),
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
    path("desk", desk.desk, name="desk"),
    path("desk/count", desk.count, name="desk_count"),
    path("desk/enter", entry.enter, name="desk_enter"),
    path("desk/file", phone_file.phone_file, name="desk_phone_file"),
    path("desk/form-<str:language>.pdf", entry.paper_form, name="desk_paper_form"),
    path("desk/alerts", alerts.alerts, name="desk_alerts"),
    path("desk/alerts/<int:way_id>/confirm", alerts.confirm, name="desk_alert_confirm"),
    path("desk/alerts/<int:way_id>/wishes", alerts.wishes, name="desk_alert_wishes"),
    path("answer/<str:code>", answers.answer, name="answer"),
    path("live", live.live, name="live"),
    path("desk/alerts/<int:way_id>/test", alerts.test, name="desk_alert_test"),
    path("desk/alerts/<int:way_id>/stop", alerts.stop, name="desk_alert_stop"),
    path("desk/deliveries", alerts.deliveries, name="desk_deliveries"),
    path("desk/<int:report_id>/incident", from_report.incident_of_report, name="incident_of_report"),
    path("desk/<int:report_id>", desk.report, name="desk_report"),
    path("desk/<int:report_id>/photos/<int:photo_id>", desk.photo, name="desk_photo"),
    path("desk/<int:report_id>/judge", desk.judge, name="desk_judge"),
    path("desk/<int:report_id>/hand", desk.give, name="desk_hand"),
    path("desk/<int:report_id>/tell", desk.tell, name="desk_tell"),
    path("desk/<int:report_id>/read", desk.read, name="desk_read"),
    path("desk/<int:report_id>/same", desk.same, name="desk_same"),
    path("desk/<int:report_id>/narrow", desk.narrow, name="desk_narrow"),
    path("desk/<int:report_id>/lift", desk.lift, name="desk_lift"),
    path("desk/<int:report_id>/contact", desk.contact, name="desk_contact"),
    path("alerts", alert_pages.alerts, name="alerts"),
    path("alerts/new", alert_pages.new_alert, name="new_alert"),
    path("alerts/rules", alert_rules.rules, name="alert_rules"),
    path("alerts/rules/new", alert_rules.rule, name="new_alert_rule"),
    path("alerts/rules/<str:code>", alert_rules.rule, name="alert_rule"),
    path("alerts/rules/<str:code>/switch", alert_rules.switch, name="switch_alert_rule"),
    path("alerts/<int:alert_id>", alert_pages.alert, name="alert"),
    path("alerts/<int:alert_id>/response", responses.responses, name="responses"),
    path("alerts/<int:alert_id>/response/plan", responses.plan, name="plan_responses"),
    path("alerts/<int:alert_id>/response/add", responses.add, name="add_response"),
    path("alerts/<int:alert_id>/warning", publication.warning, name="publish_warning"),
    path("alerts/<int:alert_id>/warning/take-back", publication.take_back, name="take_back_warning"),
    path("cap/feed.atom", publication.feed, name="cap_feed"),
    path("cap/<str:identifier>.xml", publication.message, name="cap_message"),
    path("responses/<int:response_id>/<str:name>", responses.move, name="move_response"),
    path("duty", duty.duty, name="duty"),
    path("hotline", hotline.hotline, name="hotline"),
    path("hotline/begin", hotline.begin, name="begin_call"),
    path("hotline/<int:call_id>/end", hotline.end, name="end_call"),
    path("shifts", roster.shifts, name="shifts"),
    path("shifts/<int:shift_id>/end", roster.end_shift, name="end_shift"),
    path("contacts", roster.contacts, name="contacts"),
    path("contacts/<int:contact_id>/remove", roster.remove, name="remove_contact"),
    path("figures", figures.figures, name="figures"),
    path("alerts/<int:alert_id>/<str:name>", alert_pages.step, name="alert_step"),
    path("context", context.context, name="context"),
    path("rumours", rumours.rumours, name="rumours"),
    path("rumours/new", rumours.new_rumour, name="new_rumour"),
    path("rumours/<int:rumour_id>", rumours.rumour, name="rumour"),
    path("rumours/<int:rumour_id>/<str:name>", rumours.step, name="rumour_step"),
    path("statements", rumours.statements, name="statements"),
    path("runs", warning.runs, name="runs"),
    path("runs/<str:run_id>", warning.run, name="run"),
    path("signals", warning.signals, name="signals"),
    path("signals/dismiss", warning.dismiss, name="dismiss_signal"),
    path("bulletins", risk.bulletins, name="bulletins"),
    path("bulletins/village", village.village, name="village"),
    path("bulletins/village.pdf", village.village_file, name="village_file"),
    path("bulletins/<str:bulletin_id>.pdf", risk.bulletin_file, name="bulletin_file"),
    path("devices", devices.devices, name="devices"),
    path("devices/<int:device_id>/key", devices.new_key, name="new_device_key"),
    path("devices/<int:device_id>/active", devices.switch, name="switch_device"),
    path("situations", situations.situations, name="situations"),
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
