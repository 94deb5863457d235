"""The realised share of false alarms of a detector, from what people accepted and dismissed."""

from __future__ import annotations

from kerege.domain.realised_alarms import RealisedAlarms

_TAIL = 0.1


def realised_alarms(detector: str, *, accepted: int, dismissed: int, not_judged: int = 0) -> RealisedAlarms:
    """Share of judged findings that were false, with its interval.

    With d dismissed of n judged the share is d / n; its central 80 per cent interval runs between the 10 and 90 per
    cent quantiles of Beta(d + 1/2, n − d + 1/2) (Jeffreys' prior), and reaches 0 where d = 0 and 1 where d = n
    (Brown, Cai and DasGupta 2001, Interval estimation for a binomial proportion).

    Parameters
    ----------
    detector : str
    accepted, dismissed, not_judged : int
        Counts of findings, 0 or more.

    Raises
    ------
    ValueError
        For a negative count, or nothing judged: a share of nothing is no share.

    Examples
    --------
    >>> found = realised_alarms("space_time_scan", accepted=3, dismissed=1)
    >>> found.share, round(found.low, 3), round(found.high, 3)
    (0.25, 0.075, 0.568)
    """
    from scipy.stats import beta

    judged = accepted + dismissed
    if min(accepted, dismissed) < 0 or judged == 0:
        raise ValueError("A share needs findings that were judged.")
    law = beta(dismissed + 0.5, accepted + 0.5)
    return RealisedAlarms(
        detector=detector,
        accepted=accepted,
        dismissed=dismissed,
        not_judged=not_judged,
        share=dismissed / judged,
        low=float(law.ppf(_TAIL)) if dismissed else 0.0,
        high=float(law.ppf(1 - _TAIL)) if accepted else 1.0,
    )
