"""What gateways of text messages call: messages that came in, and what became of those that went out."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.submission import Door
from kerege.intake.incoming_sms import read_incoming_sms
from kerege_web.reports.access.gateways import Gateway, gateway_of
from kerege_web.reports.actions.deliveries import note_delivery_state
from kerege_web.reports.actions.gateways import note_gateway_used
from kerege_web.reports.actions.incoming import TooManyMessagesError, take_sms
from kerege_web.reports.doorkeeper import doorkeeper

_MOST_BYTES = 100_000
_WAIT_SECONDS = 600


@csrf_exempt
@require_POST
def receive(request: HttpRequest, gateway: str) -> JsonResponse:
    """A text message that came in."""
    try:
        fields = _fields(request)
        caller = _caller(request, gateway, fields)
        message = read_incoming_sms(fields)
        actor = doorkeeper(Door.SMS, caller.agency)
        taken = take_sms(actor, device_id=caller.device_id, message=message, side=caller.side)
    except AccessDeniedError:
        return _refused()
    except InputError as error:
        return JsonResponse({"error": str(error)}, status=400)
    except TooManyMessagesError as error:
        return JsonResponse({"error": str(error)}, status=429, headers={"Retry-After": str(_WAIT_SECONDS)})
    answer = {"status": taken.outcome}
    if message.wants_reply_in_answer:
        answer["reply"] = taken.reply
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


@csrf_exempt
@require_POST
def delivery_state(request: HttpRequest, gateway: str, state: str) -> JsonResponse:
    """What became of a message that went out: sent, delivered or failed."""
    try:
        fields = _fields(request)
        caller = _caller(request, gateway, fields)
        name = fields.get("id")
        if not isinstance(name, str | int) or not str(name).strip():
            raise InputError("The call names no message", mend="Post its id")
        actor = doorkeeper(Door.SMS, caller.agency)
        is_known = note_delivery_state(actor, name=str(name).strip(), state=state)
    except AccessDeniedError:
        return _refused()
    except InputError as error:
        return JsonResponse({"error": str(error)}, status=400)
    # A gateway would call again and again for a message that is not here.
    return JsonResponse({"status": state if is_known else "unknown"})


def _caller(request: HttpRequest, name: str, fields: Mapping[str, object]) -> Gateway:
    caller = gateway_of(name, _secret(request, fields))
    note_gateway_used(caller.device_id)
    return caller


def _secret(request: HttpRequest, fields: Mapping[str, object]) -> str:
    """The secret of the caller: in a header, as the password of Basic, or as a field."""
    own = request.headers.get("X-Kerege-Secret", "")
    if own:
        return own
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() in ("token", "bearer"):
        return value.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    field = fields.get("secret", "")
    return field.encode("utf-8", "replace").decode() if isinstance(field, str) else ""


def _fields(request: HttpRequest) -> Mapping[str, object]:
    """What was posted: a form or a JSON object."""
    if request.content_type != "application/json":
        return dict(request.POST.items())
    try:
        found = json.loads(request.read(_MOST_BYTES))
    except ValueError:
        raise InputError("The message is no JSON object in UTF-8 of up to 100,000 bytes") from None
    if not isinstance(found, dict):
        raise InputError("The message is no JSON object")
    return found


def _refused() -> JsonResponse:
    return JsonResponse({"error": "No gateway of this name has this secret."}, status=403)
