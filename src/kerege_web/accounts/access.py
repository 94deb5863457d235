"""Who is looking, and the people an administrator may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from kerege.domain.errors import AccessDeniedError
from kerege_web.accounts.models import Agency, Person
from kerege_web.accounts.roles import Permission, Role, may


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Whoever asks or acts: every access and action function takes one as its first argument.

    Parameters
    ----------
    person_id : int or None
        None for the operator at the command line.
    login : str
        Sign-in name.
    agency : str
        Code of the agency.
    role : Role
        What the person is here for.
    language : str
        Language chosen; "" where none was.
    """

    person_id: int | None
    login: str
    agency: str
    role: Role
    language: str = ""

    def may(self, permission: Permission) -> bool:
        """Whether the viewer's role allows it."""
        return may(self.role, permission)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """One person in the administrator's list."""

    login: str
    agency: str
    agency_name: str
    role: Role
    is_active: bool
    must_change_password: bool
    is_demonstration: bool


def viewer_of(request: HttpRequest) -> Viewer:
    """The signed-in person who makes this request.

    Raises
    ------
    AccessDeniedError
        If nobody is signed in.
    """
    person = request.user
    if not isinstance(person, Person) or not person.is_active:
        raise AccessDeniedError
    return viewer_of_person(person)


def viewer_of_person(person: Person) -> Viewer:
    """The viewer that stands for a person."""
    return Viewer(
        person_id=person.pk,
        login=person.login,
        agency=person.agency_id,
        role=Role(person.role),
        language=person.language,
    )


def operator() -> Viewer:
    """Whoever may read the workspace's files and runs commands on them: an administrator of the station's agency."""
    return Viewer(person_id=None, login="operator", agency=settings.KEREGE_AGENCY, role=Role.ADMINISTRATOR)


def station_of(agency: str) -> Viewer:
    """Whoever acts where no person does, for one agency: a rule or a script.

    It sees protected reports, so that a grave one becomes an alert too; what it opens carries kind and section only.
    """
    return Viewer(person_id=None, login="kerege", agency=agency, role=Role.PROTECTION)


def access_viewer(login: str) -> Viewer:
    """The viewer for a login, for commands that are run as somebody.

    Raises
    ------
    AccessDeniedError
        If there is no such active person.
    """
    person = Person.objects.filter(login=login.lower(), is_active=True).first()
    if person is None:
        raise AccessDeniedError
    return viewer_of_person(person)


def require(viewer: Viewer, permission: Permission) -> None:
    """Stop whoever may not.

    Raises
    ------
    AccessDeniedError
        If the viewer's role does not allow it.
    """
    if not viewer.may(permission):
        raise AccessDeniedError


def access_people(viewer: Viewer) -> tuple[ListedPerson, ...]:
    """Everybody who may sign in, by login. For those who manage people."""
    require(viewer, Permission.MANAGE_PEOPLE)
    return tuple(
        ListedPerson(
            login=person.login,
            agency=person.agency_id,
            agency_name=person.agency.name,
            role=Role(person.role),
            is_active=person.is_active,
            must_change_password=person.must_change_password,
            is_demonstration=person.is_demonstration,
        )
        for person in Person.objects.select_related("agency").order_by("login")
    )


def access_agencies(viewer: Viewer) -> dict[str, str]:
    """Names of the agencies by code."""
    require(viewer, Permission.SEE_INCIDENTS)
    return dict(Agency.objects.order_by("code").values_list("code", "name"))


def access_logins(viewer: Viewer, *needed: Permission) -> tuple[str, ...]:
    """Logins of the active people of the viewer's own agency whose role allows all that is needed."""
    require(viewer, Permission.WORK_REPORTS)
    people = Person.objects.filter(agency_id=viewer.agency, is_active=True).order_by("login")
    return tuple(person.login for person in people if all(may(Role(person.role), permission) for permission in needed))


def has_second_factor(viewer: Viewer) -> bool:
    """Whether the viewer's own sign-in asks for a code as well."""
    from allauth.mfa.models import Authenticator

    return bool(Authenticator.objects.filter(user_id=viewer.person_id, type=Authenticator.Type.TOTP).exists())
