"""The programming interface, /api/v1/: for people who are signed in, and for programs that send reports."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import SessionAuth

from kerege.domain.errors import AccessDeniedError, InputError
from kerege_web.incidents.api import router as incidents
from kerege_web.reports.api import router as reports
from kerege_web.reports.door_limit import TooManyReportsError
from kerege_web.risk.api import router as risk
from kerege_web.warning.api import router as warning

api = NinjaAPI(
    title="Kerege",
    version="1",
    description=(
        "What the caller may see of incidents, sections, runs, signals and bulletins; and the door for programs that "
        "send reports. Times are UTC."
    ),
    auth=SessionAuth(),
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", reports)
api.add_router("", incidents)
api.add_router("", risk)
api.add_router("", warning)


@api.exception_handler(AccessDeniedError)
def denied(request: HttpRequest, error: AccessDeniedError) -> HttpResponse:
    """Forbidden and absent, told apart by nothing."""
    return api.create_response(request, {"error": str(error)}, status=404)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody is signed in, or the key of a program does not fit."""
    is_program = request.path.endswith(("/reports", "/reports/photos"))
    sentence = "Send the key of this program: Authorization: Bearer KEY." if is_program else "Sign in first."
    return api.create_response(request, {"error": sentence}, status=401)


@api.exception_handler(TooManyReportsError)
def too_many(request: HttpRequest, error: TooManyReportsError) -> HttpResponse:
    """A sender must wait."""
    response = api.create_response(request, {"error": str(error)}, status=429)
    response["Retry-After"] = "60"
    return response


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """More text than a report may hold."""
    return api.create_response(request, {"error": "This is larger than a report may be."}, status=413)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A parameter is out of range; the first of them is named."""
    first = error.errors[0]
    name = ".".join(str(part) for part in first.get("loc", ())[1:])
    return api.create_response(request, {"error": f"{name}: {first.get('msg', 'not understood')}."}, status=422)


@api.exception_handler(InputError)
@api.exception_handler(ValueError)
def not_usable(request: HttpRequest, error: Exception) -> HttpResponse:
    """Parameters that contradict each other."""
    return api.create_response(request, {"error": str(error)}, status=422)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Anything else that was refused, with its status."""
    return api.create_response(request, {"error": str(error)}, status=error.status_code)
