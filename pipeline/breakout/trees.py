"""Fitted trees as plain arrays: small on disk, nothing to unpickle, and every prediction splits into its parts."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np


@dataclass(frozen=True)
class Forest:
    """Regression trees, one after another in flat arrays; the prediction is the mean over trees.

    Parameters
    ----------
    feature : int16, shape (nodes,)
        Column a node asks about; -1 at a leaf.
    threshold : float32, shape (nodes,)
        Left if the value is at most this.
    left, right : int16, shape (nodes,)
        Children, counted from the root of their tree.
    value : float16, shape (nodes,)
        Mean of the target over the training rows that reach the node.
    starts : int32, shape (trees + 1,)
        Where each tree begins.
    """

    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    starts: np.ndarray

    @classmethod
    def of(cls, estimators: Sequence[Any]) -> Self:
        """From fitted scikit-learn decision trees."""
        trees = [estimator.tree_ for estimator in estimators]

        def joined(name: str, kind: type[np.generic]) -> np.ndarray:
            return np.concatenate([getattr(tree, name).reshape(-1) for tree in trees]).astype(kind)

        return cls(
            np.maximum(joined("feature", np.int16), -1).astype(np.int16),
            joined("threshold", np.float32),
            joined("children_left", np.int16),
            joined("children_right", np.int16),
            joined("value", np.float16),
            np.cumsum([0, *(tree.node_count for tree in trees)], dtype=np.int32),
        )

    @classmethod
    def from_arrays(cls, arrays: dict[str, np.ndarray], prefix: str) -> Self:
        """The inverse of ``arrays``."""
        return cls(*(arrays[prefix + field.name] for field in fields(cls)))

    def arrays(self, prefix: str) -> dict[str, np.ndarray]:
        """As named arrays, for an artefact."""
        return {prefix + field.name: getattr(self, field.name) for field in fields(self)}

    def predict(self, rows: np.ndarray) -> np.ndarray:
        """The mean over trees; float64, shape (n,).

        Parameters
        ----------
        rows : float32, shape (n, features)
            No NaN.
        """
        return np.asarray(self.parts(rows, np.zeros(rows.shape[1], dtype=np.intp), 1).sum(axis=1))

    def parts(self, rows: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
        """What each group of features adds to the prediction.

        Going down a tree, every step from a node to its child moves the mean of the target; the move belongs to the
        feature the node asks about (Saabas 2014, "Interpreting random forests").

        Parameters
        ----------
        rows : float32, shape (n, features)
            No NaN.
        groups : intp, shape (features,)
            The group of each feature, 0 to ``count - 1``.

        Returns
        -------
        float64, shape (n, count + 1)
            The last column is the mean before anything is asked; a row's sum is its prediction.
        """
        columns = np.ascontiguousarray(rows.T)
        parts = np.zeros((len(rows), count + 1))
        everyone = np.arange(len(rows))
        leaf = np.empty(len(rows), dtype=np.intp)
        value = self.value.astype(np.float64).tolist()
        feature, threshold, left, right = (
            array.tolist() for array in (self.feature, self.threshold, self.left, self.right)
        )
        # Whole sets of rows go down together, node by node: far fewer steps than row by row. What the steps to a
        # leaf add up to is the same for all rows in it, and added once.
        for start in self.starts[:-1].tolist():
            sums: list[list[float]] = []
            going = [(start, everyone, [0.0] * count + [value[start]])]
            while going:
                node, at, so_far = going.pop()
                asked = feature[node]
                if asked < 0:
                    leaf[at] = len(sums)
                    sums.append(so_far)
                    continue
                low = columns[asked, at] <= threshold[node]
                for child, some in ((start + left[node], at[low]), (start + right[node], at[~low])):
                    if len(some):
                        moved = so_far.copy()
                        moved[groups[asked]] += value[child] - value[node]
                        going.append((child, some, moved))
            parts += np.array(sums)[leaf]
        return parts / (len(self.starts) - 1)
