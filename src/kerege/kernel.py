"""Loops over numbers that run as machine code: the only place that knows the compiler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(*, reassociate: bool = False) -> Callable[[Function], Function]:
    """Compile a function of numbers and arrays at its first call, and keep the machine code between runs.

    The code is kept beside the source, or in the user's cache folder where that cannot be written. The interpreter's
    lock is released, so that kernels run in threads. Division by zero gives inf or NaN, as in numpy. A kernel is
    compiled anew when its own file changes and not when a kernel it calls does: keep those it calls in one file.

    Parameters
    ----------
    reassociate : bool
        Whether sums may be taken in another order and no number is NaN, which lets the processor handle several
        terms at once. Never where the last digit of a sum matters.
    """
    fast = {"reassoc", "contract", "nsz", "nnan"} if reassociate else False

    def compile_later(function: Function) -> Function:
        return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy", fastmath=fast)(function))

    return compile_later
