"""How the sign-in package is bound to people who are added by an administrator only."""

from __future__ import annotations

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from kerege_web.accounts.access import viewer_of_person
from kerege_web.accounts.actions import change_own_password
from kerege_web.accounts.models import Person
from kerege_web.audit.actions import record
from kerege_web.sealing import Purpose, seal, unseal

logger = logging.getLogger(__name__)


class LocalAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no type information
    """Nobody signs up, and a changed password is a recorded action."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody adds themselves."""
        return False

    def login(self, request: HttpRequest, user: Person) -> None:
        """Begin the session, after every factor has been given."""
        super().login(request, user)
        record(viewer_of_person(user), action="sign_in", object_type="person", object_id=user.login)

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        """Note a failure where operators look. The audit log is not for what strangers can write into it at will."""
        super().authentication_failed(request, **credentials)
        logger.warning("sign-in failed for %r from %s", credentials.get("username"), self.get_client_ip(request))

    def set_password(self, user: Person, password: str) -> None:
        """Change one's own password through the one door."""
        change_own_password(viewer_of_person(user), password=password)
        user.refresh_from_db()

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where a person goes on after changing the password."""
        return str(settings.LOGIN_REDIRECT_URL)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no type information
    """Keeps the secrets of second factors encrypted, so that a copy of the database alone does not give them away."""

    def encrypt(self, text: str) -> str:
        """Seal a secret with a key that is not in the database."""
        return seal(text, Purpose.SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return unseal(encrypted_text, Purpose.SECOND_FACTOR)

    def get_totp_label(self, user: Person) -> str:
        """The name the authenticator shows."""
        return user.login
