"""Adding and changing people."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from kerege.domain.errors import InputError
from kerege_web.accounts.access import Viewer, require
from kerege_web.accounts.models import Agency, Person
from kerege_web.accounts.roles import Permission, Role
from kerege_web.audit.actions import record

# Letters and digits that are not mistaken for one another when read aloud or from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """Sixteen letters in groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


@transaction.atomic
def add_agency(actor: Viewer, *, code: str, name: str) -> None:
    """Make an agency known; does nothing where it already is."""
    require(actor, Permission.MANAGE_PEOPLE)
    agency = Agency(code=code, name=name or code)
    try:
        agency.clean_fields()
    except ValidationError as error:
        raise InputError(f"{code!r} cannot be the code of an agency", mend=_sentence(error)) from None
    if not Agency.objects.filter(code=code).exists():
        agency.save(force_insert=True)
        record(actor, action="add_agency", object_type="agency", object_id=code)


@transaction.atomic
def add_person(
    actor: Viewer, *, login: str, agency: str, role: Role, language: str = "", is_demonstration: bool = False
) -> str:
    """Add somebody who may sign in, and return the one-time password, which must be changed at the first sign-in.

    Raises
    ------
    InputError
        If the login is taken or malformed, or the agency is not known.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    login = login.strip().lower()
    known_agency = Agency.objects.filter(code=agency).first()
    if known_agency is None:
        known = ", ".join(Agency.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        raise InputError(f"The agency {agency!r} is not known", mend=f"Known are: {known}")
    if Person.objects.filter(login=login).exists():
        raise InputError(f"The login {login!r} is taken", mend="Choose another, or use: kerege user reset")
    password = one_time_password()
    person = Person(
        login=login,
        agency=known_agency,
        role=role,
        language=language,
        must_change_password=not is_demonstration,
        is_demonstration=is_demonstration,
    )
    person.set_password(password)
    try:
        person.full_clean()
    except ValidationError as error:
        raise InputError(f"{login!r} cannot be added", mend=_sentence(error)) from None
    person.save()
    record(actor, action="add_person", object_type="person", object_id=login, details={"agency": agency, "role": role})
    return password


@transaction.atomic
def change_role(actor: Viewer, *, login: str, role: Role) -> None:
    """Give somebody another role."""
    person = _person_to_manage(actor, login)
    earlier = person.role
    person.role = role
    person.save(update_fields=["role"])
    record(
        actor,
        action="change_role",
        object_type="person",
        object_id=person.login,
        details={"earlier": earlier, "role": role},
    )


@transaction.atomic
def reset_person(actor: Viewer, *, login: str, must_change: bool = True) -> str:
    """Give somebody a new one-time password and take the second factor away, for who has lost either.

    All sessions of the person end, because a session is bound to the password.
    """
    from allauth.mfa.models import Authenticator

    person = _person_to_manage(actor, login)
    password = one_time_password()
    person.set_password(password)
    person.must_change_password = must_change
    person.save(update_fields=["password", "must_change_password"])
    removed, _ = Authenticator.objects.filter(user_id=person.pk).delete()
    record(
        actor,
        action="reset_person",
        object_type="person",
        object_id=person.login,
        details={"second_factors_removed": removed},
    )
    return password


@transaction.atomic
def set_active(actor: Viewer, *, login: str, is_active: bool) -> None:
    """Let somebody sign in, or no longer. People are not deleted: the log names them."""
    person = _person_to_manage(actor, login)
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    record(actor, action="set_active", object_type="person", object_id=person.login, details={"is_active": is_active})


@transaction.atomic
def change_own_password(actor: Viewer, *, password: str) -> None:
    """Replace the actor's own password.

    Raises
    ------
    ValidationError
        If the password is too weak.
    """
    person = Person.objects.get(login=actor.login)
    validate_password(password, person)
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    record(actor, action="change_own_password", object_type="person", object_id=person.login)


@transaction.atomic
def choose_language(actor: Viewer, *, language: str) -> None:
    """Keep the language a person reads."""
    if language not in dict(settings.LANGUAGES):
        raise InputError(f"The language {language!r} is not offered")
    Person.objects.filter(login=actor.login).update(language=language)


def _person_to_manage(actor: Viewer, login: str) -> Person:
    require(actor, Permission.MANAGE_PEOPLE)
    person = Person.objects.select_for_update().filter(login=login.strip().lower()).first()
    if person is None:
        raise InputError(f"The login {login!r} is not known", mend="See the list: kerege user list")
    return person


def _sentence(error: ValidationError) -> str:
    return " ".join(str(message) for message in error.messages).rstrip(".")
