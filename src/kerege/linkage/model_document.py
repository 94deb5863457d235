"""What linkage learnt, as a plain document: kept from the last linking of all reports until the next new one comes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kerege.linkage.agreement_tables import MixtureShares
from kerege.linkage.expectation import AgreementRatios
from kerege.linkage.fellegi_sunter import LinkageModel, anchored_model
from kerege.linkage.term_weights import TermWeights

Array = NDArray[np.float64]
VERSION = 1
_RATIOS = ("prior", "space", "time_cumulated", "kind", "counts", "text")


def model_document(model: LinkageModel) -> dict[str, Any]:
    """A model as a JSON object.

    Parameters
    ----------
    model : LinkageModel
    """
    terms = model.terms
    return {
        "version": VERSION,
        "channels": list(model.channels),
        "ratios": {name: getattr(model.ratios, name).tolist() for name in _RATIOS},
        "space": [law.shares.tolist() for law in model.space],
        "time": [law.shares.tolist() for law in model.time],
        "usual_neighbours": model.usual_neighbours,
        "evenness": model.evenness,
        "matches": model.matches.tolist(),
        "steps": model.steps,
        "has_converged": model.has_converged,
        "terms": None
        if terms is None
        else {"terms": terms.terms.tolist(), "weights": terms.weights.tolist(), "unknown": terms.unknown},
        "kind_share": None if model.kind_share is None else model.kind_share.tolist(),
    }


def model_from_document(document: dict[str, Any]) -> LinkageModel:
    """The model of a document.

    Parameters
    ----------
    document : JSON object
        Of `model_document`.

    Raises
    ------
    ValueError
        If it is of another version or its tables do not fit this one's; then reports are linked anew.
    """
    if document.get("version") != VERSION:
        raise ValueError("The model is of another version; link the reports anew.")
    ratios = {name: np.array(document["ratios"][name], dtype=np.float64) for name in _RATIOS}
    ratios["counts"] = ratios["counts"].reshape(-1, len(ratios["text"]) + 2)
    plain = anchored_model(tuple(document["channels"]), len(ratios["counts"]))
    for name in _RATIOS:
        if ratios[name].shape != getattr(plain.ratios, name).shape:
            raise ValueError(f"The table {name!r} of the model does not fit; link the reports anew.")
    terms, share = document["terms"], document["kind_share"]
    return replace(
        plain,
        ratios=AgreementRatios(**ratios),
        space=_laws(plain.space, document["space"]),
        time=_laws(plain.time, document["time"]),
        usual_neighbours=float(document["usual_neighbours"]),
        evenness=float(document["evenness"]),
        matches=np.array(document["matches"], dtype=np.float64).reshape(plain.matches.shape),
        steps=int(document["steps"]),
        has_converged=bool(document["has_converged"]),
        terms=None
        if terms is None
        else TermWeights(
            np.array(terms["terms"], dtype=np.int64), np.array(terms["weights"], dtype=np.float64), terms["unknown"]
        ),
        kind_share=None if share is None else np.array(share, dtype=np.float64),
    )


def _laws(plain: tuple[MixtureShares, ...], shares: list[list[float]]) -> tuple[MixtureShares, ...]:
    return tuple(
        MixtureShares(law.components, law.anchor, np.array(own, dtype=np.float64))
        for law, own in zip(plain, shares, strict=True)
    )
