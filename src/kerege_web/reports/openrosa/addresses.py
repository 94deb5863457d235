"""The addresses of the OpenRosa door, below /odk/ and, with the key of a device, below /odk/key/KEY/."""

from __future__ import annotations

from django.urls import URLPattern, path

from kerege_web.reports.openrosa import views

ADDRESSES: list[URLPattern] = [
    path("formList", views.forms),
    path("forms/<str:form_id>.xml", views.form),
    path("forms/<str:form_id>/manifest", views.form_manifest),
    path("forms/<str:form_id>/media/<str:name>", views.form_media),
    path("submission", views.submission),
]
