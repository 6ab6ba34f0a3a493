"""Fitted decision trees as flat arrays: small on disk, nothing to unpickle, NumPy alone to predict.

One structure, ``Trees``, serves two forests: ``ClassForest`` (genre) keeps the likeliest classes of each leaf, the
breakout model's ``pipeline.breakout.forest.RegressionForest`` the mean of the target at every node.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np

KEPT: Final = 8  # classes kept in a leaf; they hold nearly all of the mass of a deep leaf
_STEPS: Final = 255  # a share is kept in a byte


@dataclass(frozen=True)
class Trees:
    """Binary decision trees, one after another in flat arrays.

    Parameters
    ----------
    roots : int32, shape (trees,)
        The root node of each tree.
    feature : int, shape (nodes,)
        Column that a node compares; -1 at a leaf.
    threshold : float32, shape (nodes,)
        A row goes left if its value is at most this.
    left, right : int32, shape (nodes,)
        Children, as node numbers. Undefined at a leaf.

    Examples
    --------
    One tree that asks whether column 0 is at most 0.5:

    >>> tree = Trees(
    ...     np.array([0]),
    ...     np.array([0, -1, -1]),
    ...     np.array([0.5, 0, 0], dtype=np.float32),
    ...     np.array([1, 0, 0]),
    ...     np.array([2, 0, 0]),
    ... )
    >>> tree.apply(np.array([[0.2], [0.9]], dtype=np.float32)).tolist()
    [[1], [2]]
    """

    roots: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray

    @classmethod
    def from_sklearn(cls, estimators: Sequence[Any]) -> tuple[Self, np.ndarray]:
        """Flatten fitted scikit-learn trees, level by level, each right child just after its left one.

        Returns
        -------
        trees : Trees
        order : intp, shape (nodes,)
            For each node, its number in the scikit-learn trees put one after another.
        """
        trees = [estimator.tree_ for estimator in estimators]
        starts = np.cumsum([0, *(tree.node_count for tree in trees)])
        orders = [_in_pairs(tree.children_left, tree.children_right) for tree in trees]
        feature, threshold, left = [], [], []
        for tree, start, order in zip(trees, starts, orders, strict=False):
            place = np.empty(tree.node_count, dtype=np.int64)
            place[order] = np.arange(tree.node_count)
            leaf = tree.children_left[order] < 0
            feature.append(np.where(leaf, -1, tree.feature[order]))
            threshold.append(np.where(leaf, 0, tree.threshold[order]))
            left.append(np.where(leaf, 0, start + place[tree.children_left[order]]))
        children = np.concatenate(left).astype(np.int32)
        flat = cls(
            starts[:-1].astype(np.int32),
            np.concatenate(feature).astype(np.int16),
            np.concatenate(threshold).astype(np.float32),
            children,
            children + 1,
        )
        return flat, np.concatenate([start + order for start, order in zip(starts, orders, strict=False)])

    @classmethod
    def concatenate(cls, forests: Sequence["Trees"]) -> "Trees":
        """The trees of several forests in one, in their order."""
        starts = np.cumsum([0, *(len(forest.feature) for forest in forests[:-1])])
        shifted = list(zip(forests, starts.tolist(), strict=True))
        return cls(
            np.concatenate([forest.roots + start for forest, start in shifted]).astype(np.int32),
            np.concatenate([forest.feature for forest in forests]),
            np.concatenate([forest.threshold for forest in forests]),
            np.concatenate([forest.left + start for forest, start in shifted]).astype(np.int32),
            np.concatenate([forest.right + start for forest, start in shifted]).astype(np.int32),
        )

    def apply(self, rows: np.ndarray) -> np.ndarray:
        """The leaf that each row reaches in each tree; int32, shape (n, trees).

        Parameters
        ----------
        rows : float32, shape (n, columns)
            No NaN.
        """
        node = np.repeat(self.roots[None, :], len(rows), axis=0)
        at = np.arange(len(rows))[:, None]
        while True:
            feature = self.feature[node]
            inside = feature >= 0
            if not inside.any():
                return node
            goes_left = rows[at, np.maximum(feature, 0)] <= self.threshold[node]
            node = np.where(inside, np.where(goes_left, self.left[node], self.right[node]), node)


@dataclass(frozen=True)
class ClassForest:
    """A forest of classifiers; a leaf keeps its likeliest classes, what is left over is spread evenly.

    A leaf with a number for each of 114 genres would make the forest huge; eight of them in a byte each are enough.

    Parameters
    ----------
    trees : Trees
    leaf : int32, shape (nodes,)
        At a leaf, its row in the two tables.
    classes : uint8 or uint16, shape (leaves, KEPT)
        Likeliest first.
    shares : uint8, shape (leaves, KEPT)
        Share of the training rows in the leaf, in 255ths.
    class_count : int
    """

    trees: Trees
    leaf: np.ndarray
    classes: np.ndarray
    shares: np.ndarray
    class_count: int

    @classmethod
    def from_sklearn(cls, estimators: Sequence[Any], class_count: int, classes: np.ndarray) -> Self:
        """Flatten fitted scikit-learn classifiers; ``classes`` are the numbers of the classes they were fitted on."""
        trees, order = Trees.from_sklearn(estimators)
        is_leaf = trees.feature < 0
        # A class may be absent from the training rows.
        kept = min(KEPT, len(classes))
        values = np.concatenate([estimator.tree_.value[:, 0, :] for estimator in estimators])[order[is_leaf]]
        best = np.argsort(-values, axis=1)[:, :kept]
        share = np.take_along_axis(values, best, axis=1) / values.sum(axis=1, keepdims=True)
        padding = ((0, 0), (0, KEPT - kept))
        return cls(
            trees,
            (np.cumsum(is_leaf) - 1).astype(np.int32),
            np.pad(classes[best].astype(np.uint8 if class_count <= 256 else np.uint16), padding),
            np.pad(np.round(share * _STEPS).astype(np.uint8), padding),
            class_count,
        )

    @classmethod
    def concatenate(cls, forests: Sequence["ClassForest"]) -> "ClassForest":
        """One forest of the trees of several."""
        starts = np.cumsum([0, *(len(forest.classes) for forest in forests[:-1])]).tolist()
        return cls(
            Trees.concatenate([forest.trees for forest in forests]),
            np.concatenate([forest.leaf + start for forest, start in zip(forests, starts, strict=True)]).astype(
                np.int32
            ),
            np.concatenate([forest.classes for forest in forests]),
            np.concatenate([forest.shares for forest in forests]),
            forests[0].class_count,
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray], class_count: int) -> Self:
        """The inverse of ``to_arrays``."""
        child = arrays["child"]
        trees = Trees(arrays["roots"], arrays["feature"], arrays["threshold"], child, child + 1)
        return cls(trees, child, arrays["genre"], arrays["share"], class_count)

    def to_arrays(self) -> dict[str, np.ndarray]:
        """As named arrays for a file; ``child`` is the left child, or at a leaf its row in the tables."""
        return {
            "roots": self.trees.roots,
            "feature": self.trees.feature.astype(np.int8),
            "threshold": self.trees.threshold,
            "child": np.where(self.trees.feature < 0, self.leaf, self.trees.left).astype(np.int32),
            "genre": self.classes,
            "share": self.shares,
        }

    def predict_proba(self, rows: np.ndarray) -> np.ndarray:
        """The mean over trees of the class shares of the leaf that each row reaches.

        Parameters
        ----------
        rows : float32, shape (n, columns)
            No NaN.

        Returns
        -------
        float32, shape (n, class_count)
            A row sums to 1.
        """
        leaf = self.leaf[self.trees.apply(rows)]
        row = np.arange(len(rows))[:, None]
        cell = self.classes[leaf].astype(np.int64).reshape(len(rows), -1) + row * self.class_count
        share = self.shares[leaf].reshape(len(rows), -1).astype(np.float32) / (_STEPS * len(self.trees.roots))
        total = np.bincount(cell.ravel(), share.ravel(), minlength=len(rows) * self.class_count)
        total = total.reshape(len(rows), self.class_count)
        rest = np.maximum(1 - total.sum(axis=1, keepdims=True), 0)
        whole = total.sum(axis=1, keepdims=True) + rest
        return np.asarray((total + rest / self.class_count) / whole, dtype=np.float32)


def _in_pairs(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Node numbers level by level, each right child just after its left one."""
    levels = [np.array([0])]
    while len(levels[-1]):
        parents = levels[-1][left[levels[-1]] >= 0]
        levels.append(np.stack([left[parents], right[parents]], axis=1).ravel())
    return np.concatenate(levels)
