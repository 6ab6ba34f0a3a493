"""A forest of regression trees whose predictions split into what each group of inputs adds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from sklearn.tree._tree import NODE_DTYPE, Tree

from engine.trees import Trees

_BLOCK: Final = 4096  # rows that all trees are applied to while they are in the processor's caches


@dataclass(frozen=True)
class RegressionForest:
    """A forest of regressors; the prediction is the mean over trees.

    Parameters
    ----------
    trees : Trees
    value : float16, shape (nodes,)
        Mean of the target over the training rows that reach the node.
    """

    trees: Trees
    value: np.ndarray

    @classmethod
    def from_sklearn(cls, estimators: Sequence[Any], scales: Sequence[float] = (), start: float = 0) -> Self:
        """Flatten fitted scikit-learn regressors.

        Parameters
        ----------
        estimators : sequence of fitted trees
        scales : sequence of float, optional
            What the values of each tree are multiplied with; 1 where none are given.
        start : float
            Added to the values of all trees, and so to every prediction.
        """
        trees, order = Trees.from_sklearn(estimators)
        factors = scales or [1.0] * len(estimators)
        values = [start + scale * one.tree_.value.reshape(-1) for one, scale in zip(estimators, factors, strict=True)]
        return cls(trees, np.concatenate(values)[order].astype(np.float16))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray], prefix: str) -> Self:
        """The inverse of ``to_arrays``."""
        starts, feature, value = (arrays[f"{prefix}{name}"] for name in ("starts", "feature", "value"))
        inside, feature = feature > 0, feature.astype(np.int16) - 1
        tree = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        # Each node with children puts two at the end of its tree, and each tree before has one more node than children.
        left = np.zeros(len(feature), dtype=np.int32)
        left[inside] = 1 + tree[inside] + 2 * np.arange(inside.sum())
        threshold = np.zeros(len(feature), dtype=np.float32)
        threshold[inside] = arrays[f"{prefix}threshold"]
        return cls(Trees(starts[:-1], feature, threshold, left, left + 1), value)

    def to_arrays(self, prefix: str) -> dict[str, np.ndarray]:
        """As named arrays for a file; thresholds of nodes with children alone.

        Children are left out: ``Trees.from_sklearn`` puts them level by level, right ones after left ones. Features
        are counted from 1, and a leaf has 0, so that a byte holds most.
        """
        trees = self.trees
        arrays = {
            "starts": np.append(trees.roots, len(self.value)).astype(np.int32),
            "feature": (trees.feature + 1).astype(np.min_scalar_type(int(trees.feature.max()) + 1)),
            "threshold": trees.threshold[trees.feature >= 0],
            "value": self.value,
        }
        return {f"{prefix}{name}": array for name, array in arrays.items()}

    def predict(self, rows: np.ndarray) -> np.ndarray:
        """The mean over trees; float64, shape (n,).

        Parameters
        ----------
        rows : float32, shape (n, columns)
            No NaN.
        """
        return np.asarray(self.contributions(rows, np.zeros(rows.shape[1], dtype=np.intp), 1).sum(axis=1))

    def contributions(self, rows: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
        """What each group of columns adds to the prediction; see ``splitter``."""
        return self.splitter(groups, count)(rows)

    def splitter(self, groups: np.ndarray, count: int) -> Callable[[np.ndarray], np.ndarray]:
        """What splits predictions into what each group of columns adds; made once for many calls.

        Each step from a node to its child moves the mean of the target; the move belongs to the column that the node
        compares (Saabas 2014, "Interpreting random forests").

        Parameters
        ----------
        groups : intp, shape (columns,)
            The group of each column, 0 to ``count - 1``.

        Returns
        -------
        callable
            Takes rows, float32, shape (n, columns), no NaN; gives float64, shape (n, count + 1). The last column is
            the mean at the root; a row's sum is its prediction.
        """
        by_node = self._contributions_by_node(groups, count)
        compiled = compiled_trees(self.trees, len(groups))

        def split(rows: np.ndarray) -> np.ndarray:
            parts = np.zeros((len(rows), count + 1))
            taken = np.empty((_BLOCK, count + 1))
            for start in range(0, len(rows), _BLOCK):
                block, sums = np.ascontiguousarray(rows[start : start + _BLOCK]), parts[start : start + _BLOCK]
                for root, tree in zip(self.trees.roots.tolist(), compiled, strict=True):
                    # Clipping takes less time than looking for numbers out of bounds, of which there are none.
                    sums += np.take(by_node, tree.apply(block) + root, axis=0, out=taken[: len(block)], mode="clip")
            return parts / len(compiled)

        return split

    def _contributions_by_node(self, groups: np.ndarray, count: int) -> np.ndarray:
        """The moves on the way from the root to each node, summed by group; float64, shape (nodes, count + 1)."""
        trees, value = self.trees, self.value.astype(np.float64)
        sums = np.zeros((len(value), count + 1))
        sums[trees.roots, count] = value[trees.roots]
        parents = trees.roots
        while len(parents := parents[trees.feature[parents] >= 0]):
            group = groups[trees.feature[parents]]
            for children in (trees.left[parents], trees.right[parents]):
                sums[children] = sums[parents]
                sums[children, group] += value[children] - value[parents]
            parents = np.concatenate([trees.left[parents], trees.right[parents]])
        return sums


def compiled_trees(trees: Trees, columns: int) -> list[Tree]:
    """scikit-learn's compiled trees: for many rows their ``apply`` is five times as fast as ``Trees.apply``.

    Parameters
    ----------
    columns : int
        Of the rows that they are applied to.
    """
    found = []
    ends = np.append(trees.roots[1:], len(trees.feature))
    for root, end in zip(trees.roots.tolist(), ends.tolist(), strict=True):
        leaf = trees.feature[root:end] < 0
        nodes = np.zeros(end - root, dtype=NODE_DTYPE)
        nodes["left_child"] = np.where(leaf, -1, trees.left[root:end] - root)
        nodes["right_child"] = np.where(leaf, -1, trees.right[root:end] - root)
        nodes["feature"] = np.where(leaf, -2, trees.feature[root:end])
        nodes["threshold"] = trees.threshold[root:end]
        tree = Tree(columns, np.ones(1, dtype=np.intp), 1)
        values = np.zeros((end - root, 1, 1))
        # The state of a pickled tree: the only way to make one that was not fitted in this process.
        tree.__setstate__({"max_depth": 0, "node_count": end - root, "nodes": nodes, "values": values})
        found.append(tree)
    return found
