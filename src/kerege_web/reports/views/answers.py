"""The page behind the link of a message: one button that says "seen". Works without signing in, once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kerege.domain.errors import AccessDeniedError
from kerege_web.reports.actions.answering import AnswerState, KnownAnswer, give_answer, look_at_answer


# The code alone gives the right to answer, and no cookie is read: nothing is there that another site could borrow.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Looking changes nothing: programs look at links before people do. Only the button answers."""
    now = timezone.now()
    try:
        known = give_answer(code, way="link") if request.method == "POST" else look_at_answer(code, now)
    except AccessDeniedError:
        return render(request, "desk/answer.html", {"is_unknown": True}, status=404)
    return _page(request, known, is_given=request.method == "POST" and known.state is AnswerState.READY)


def _page(request: HttpRequest, known: KnownAnswer, *, is_given: bool) -> HttpResponse:
    with override(known.language):
        context = {"known": known, "is_given": is_given, "is_ready": known.state is AnswerState.READY}
        return render(request, "desk/answer.html", context)
