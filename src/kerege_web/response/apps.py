"""Response application."""

from __future__ import annotations

from django.apps import AppConfig


class ResponseConfig(AppConfig):
    """What is done about alerts, who is on duty, and the telephone to the other side."""

    name = "kerege_web.response"
    label = "response"

    def ready(self) -> None:
        """Tell alerts, which stand below, what was done about them and who is on duty."""
        from kerege_web.alerts.on_duty import ask_who_is_on_duty
        from kerege_web.alerts.responses_known import ask_for_responses
        from kerege_web.reports.answers import answer_with
        from kerege_web.response.actions.seen import note_response_seen
        from kerege_web.response.known import responses_known
        from kerege_web.response.on_duty import logins_on_duty

        ask_for_responses(responses_known)
        ask_who_is_on_duty(logins_on_duty)
        answer_with("response", note_response_seen)
