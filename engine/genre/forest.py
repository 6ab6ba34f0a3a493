"""A random forest as flat arrays: small in a file, walked by NumPy, no scikit-learn needed to answer.

A forest over 114 genres is huge because every leaf holds a number for every genre. Here a leaf keeps its likeliest
few genres in a byte each, and what is left over is spread evenly.
"""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np

KEPT: Final = 8  # genres a leaf; they hold nearly all of the mass of a deep leaf


@dataclass(frozen=True)
class Forest:
    """Trees in one set of arrays; the right child of a node follows the left.

    Parameters
    ----------
    roots : int32, shape (trees,)
    feature : int8, shape (nodes,)
        Which column decides; -1 at a leaf.
    threshold : float32, shape (nodes,)
        Values up to it go left.
    child : int32, shape (nodes,)
        The left child; at a leaf its row in the two tables.
    genre : uint8 or uint16, shape (leaves, KEPT)
    share : uint8, shape (leaves, KEPT)
        In 255ths.
    genres : int
    """

    roots: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    child: np.ndarray
    genre: np.ndarray
    share: np.ndarray
    genres: int

    @classmethod
    def flatten(cls, estimators: list[Any], genres: int, classes: np.ndarray) -> Self:
        """From fitted scikit-learn trees; ``classes`` are the genre numbers of their classes."""
        roots, features, thresholds, children, kinds, shares = [], [], [], [], [], []
        nodes = leaves = 0
        small = np.uint8 if genres <= 256 else np.uint16
        kept = min(KEPT, len(classes))  # a class may be absent from a fold
        for estimator in estimators:
            tree = estimator.tree_
            order = _by_pairs(tree.children_left, tree.children_right)
            place = np.empty(tree.node_count, dtype=np.int32)
            place[order] = np.arange(tree.node_count)
            left = tree.children_left[order]
            leaf = left < 0
            feature = np.where(leaf, -1, tree.feature[order]).astype(np.int8)
            child = np.where(leaf, leaves + np.cumsum(leaf) - 1, nodes + place[left]).astype(np.int32)
            values = tree.value[order[leaf], 0, :]
            best = np.argsort(-values, axis=1)[:, :kept]
            share = np.take_along_axis(values, best, axis=1) / values.sum(axis=1, keepdims=True)
            roots.append(nodes)
            features.append(feature)
            thresholds.append(np.where(leaf, 0, tree.threshold[order]).astype(np.float32))
            children.append(child)
            room = ((0, 0), (0, KEPT - kept))
            kinds.append(np.pad(classes[best].astype(small), room))
            shares.append(np.pad(np.round(share * 255).astype(np.uint8), room))
            nodes += tree.node_count
            leaves += int(leaf.sum())
        return cls(
            np.array(roots, dtype=np.int32),
            np.concatenate(features),
            np.concatenate(thresholds),
            np.concatenate(children),
            np.concatenate(kinds),
            np.concatenate(shares),
            genres,
        )

    @classmethod
    def join(cls, forests: "list[Forest]") -> "Forest":
        """One forest of the trees of several."""
        nodes = np.cumsum([0, *(len(forest.feature) for forest in forests[:-1])])
        leaves = np.cumsum([0, *(len(forest.genre) for forest in forests[:-1])])
        return cls(
            np.concatenate([forest.roots + start for forest, start in zip(forests, nodes, strict=True)]).astype(
                np.int32
            ),
            np.concatenate([forest.feature for forest in forests]),
            np.concatenate([forest.threshold for forest in forests]),
            np.concatenate(
                [
                    forest.child + np.where(forest.feature < 0, leaf, node)
                    for forest, node, leaf in zip(forests, nodes, leaves, strict=True)
                ]
            ).astype(np.int32),
            np.concatenate([forest.genre for forest in forests]),
            np.concatenate([forest.share for forest in forests]),
            forests[0].genres,
        )

    def __call__(self, values: np.ndarray) -> np.ndarray:
        """Probabilities, float32, shape (rows, genres), of ``values``, float32, shape (rows, columns), none NaN."""
        node = np.repeat(self.roots[None, :], len(values), axis=0)
        row = np.arange(len(values))[:, None]
        while True:
            feature = self.feature[node]
            inside = feature >= 0
            if not inside.any():
                break
            right = values[row, np.maximum(feature, 0)] > self.threshold[node]
            node = np.where(inside, self.child[node] + right, node)
        leaf = self.child[node]
        genre = self.genre[leaf].astype(np.int64).reshape(len(values), -1) + row * self.genres
        share = self.share[leaf].reshape(len(values), -1).astype(np.float32) / (255 * len(self.roots))
        total = np.bincount(genre.ravel(), share.ravel(), minlength=len(values) * self.genres)
        total = total.reshape(len(values), self.genres)
        rest = np.maximum(1 - total.sum(axis=1, keepdims=True), 0)
        whole = total.sum(axis=1, keepdims=True) + rest
        return np.asarray((total + rest / self.genres) / whole, dtype=np.float32)


def _by_pairs(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Node numbers in an order in which each right child follows its left one, level by level."""
    levels = [np.array([0])]
    while len(levels[-1]):
        parents = levels[-1][left[levels[-1]] >= 0]
        levels.append(np.stack([left[parents], right[parents]], axis=1).ravel())
    return np.concatenate(levels)
