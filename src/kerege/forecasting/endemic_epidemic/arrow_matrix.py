"""Information of a few common coefficients and many effects that belong to one unit each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
RIDGE = 1e-9


@dataclass(frozen=True, slots=True)
class ArrowMatrix:
    """Symmetric matrix of P coefficients and C effects of each of S units; units share no entry.

    Parameters
    ----------
    corner : array, shape (P, P)
    cross : array, shape (P, C, S)
    blocks : array, shape (S, C, C)
    """

    corner: Array
    cross: Array
    blocks: Array

    def with_diagonal(self, precision: Array, damping: float = 0.0) -> ArrowMatrix:
        """Precision, shape (C,), added to each unit's effects; then the diagonal stretched by 1 + damping."""
        blocks = self.blocks + np.diag(precision)
        diagonal = np.arange(len(precision))
        blocks[:, diagonal, diagonal] *= 1 + damping
        corner = self.corner + damping * np.diag(np.diag(self.corner)) + (RIDGE * np.eye(len(self.corner)))
        return ArrowMatrix(corner, self.cross, blocks)

    def _edge(self) -> Array:
        return np.asarray(np.linalg.solve(self.blocks, np.transpose(self.cross, (2, 1, 0))), dtype=np.float64)

    def schur(self) -> Array:
        """What is known of the coefficients when the effects are not, shape (P, P)."""
        flat = (self.blocks.shape[0] * self.blocks.shape[1], len(self.corner))
        rows = np.transpose(self.cross, (2, 1, 0))
        return np.asarray(self.corner - rows.reshape(flat).T @ self._edge().reshape(flat))

    def inverse(self) -> ArrowInverse:
        """The inverse, by eliminating the effects unit by unit: linear in S.

        Raises
        ------
        LinAlgError
            If the matrix is not positive definite.
        """
        half = np.linalg.cholesky(self.blocks)
        blocks = np.asarray(np.linalg.inv(self.blocks), dtype=np.float64)
        edge, schur = self._edge(), self.schur()
        # Coefficients of a trend and of a level differ by many orders of magnitude.
        scale = np.sqrt(np.diag(schur)) if (np.diag(schur) > 0).all() else np.zeros(len(schur))
        if not scale.all():
            raise np.linalg.LinAlgError("The matrix is not positive definite.")
        scaled = np.linalg.cholesky(schur / np.outer(scale, scale))
        root = np.linalg.inv(scaled) / scale
        log_blocks = 2 * float(np.log(np.diagonal(half, axis1=1, axis2=2)).sum())
        log_schur = 2 * float(np.log(np.diag(scaled)).sum() + np.log(scale).sum())
        return ArrowInverse(root.T @ root, edge, blocks, log_blocks, log_blocks + log_schur)


@dataclass(frozen=True, slots=True)
class ArrowInverse:
    """Inverse of an `ArrowMatrix` in its parts.

    Parameters
    ----------
    corner : array, shape (P, P)
        Inverse of the Schur complement: the covariance of the coefficients.
    edge : array, shape (S, C, P)
        Inverse blocks times the cross part.
    blocks : array, shape (S, C, C)
        Inverse of each unit's block alone.
    log_determinant_effects, log_determinant : float
        Of the effects' part of the matrix, and of all of it.
    """

    corner: Array
    edge: Array
    blocks: Array
    log_determinant_effects: float
    log_determinant: float

    def times(self, common: Array, effects: Array) -> tuple[Array, Array]:
        """The inverse times a vector: of the coefficients, shape (P,), and the effects, shape (C, S).

        Examples
        --------
        [[2, 1], [1, 3]] times (1, 1) is (3, 4).

        >>> arrow = ArrowMatrix(np.array([[2.0]]), np.array([[[1.0]]]), np.array([[[3.0]]]))
        >>> first, second = arrow.inverse().times(np.array([3.0]), np.array([[4.0]]))
        >>> round(float(first[0]), 12), round(float(second[0, 0]), 12)
        (1.0, 1.0)
        """
        found = self.corner @ (common - np.einsum("scp,cs->p", self.edge, effects))
        rest = np.einsum("scd,ds->cs", self.blocks, effects) - np.einsum("scp,p->cs", self.edge, found)
        return found, rest

    def effect_variances(self) -> Array:
        """Diagonal of the inverse at the effects, shape (C, S)."""
        own = np.diagonal(self.blocks, axis1=1, axis2=2)
        return np.asarray((own + np.einsum("scp,pq,scq->sc", self.edge, self.corner, self.edge, optimize=True)).T)
