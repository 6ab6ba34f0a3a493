"""One recommendation against scikit-learn's NearestNeighbors, brute cosine, on the same vectors in one run.

Both get the nine standardised audio features of every recording and the same hundred tracks as queries, twenty each in
turn; the neighbours must be the same. The first row times the search alone, the others the whole of
``Engine.similar`` and ``Engine.recommend``, with the tracks' words, reasons and the artist cap.
"""

import os
import platform
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from sklearn.neighbors import NearestNeighbors

from engine import Engine, Query
from pipeline.bootstrap import find_or_make

QUERIES = 100
K = 5
BATCH = 20


def catalogue() -> Engine:
    """The engine over the catalogue in use."""
    dataset = os.environ.get("CRATEBOT_DATASET")
    given = os.environ.get("CRATEBOT_CATALOGUE")
    directory, which = find_or_make(
        Path(given) if given else None, Path(dataset) if dataset else None, Path("models"), Path("data")
    )
    print(which)
    return Engine.load(directory)


def timed(run) -> float:
    began = perf_counter()
    run()
    return 1000 * (perf_counter() - began)


def main() -> None:
    engine = catalogue()
    knn = engine.knn
    vectors = knn.standardised[:9].T.astype(np.float64)
    brute = NearestNeighbors(n_neighbors=K, metric="cosine", algorithm="brute").fit(vectors)
    rows = np.random.default_rng(0).choice(len(engine.catalogue), QUERIES, replace=False)
    ours, theirs = [], []
    for batch in np.split(rows, len(rows) // BATCH):
        targets = [knn.standardised[:, row].astype(np.float64) for row in batch]
        found = [knn.nearest(target, K)[1] for target in targets]
        assert np.allclose(found, brute.kneighbors(vectors[batch])[0], atol=1e-9), batch
        ours += [timed(lambda target=target: knn.nearest(target, K)) for target in targets]
        theirs += [timed(lambda row=row: brute.kneighbors(vectors[row][None])) for row in batch]
    size = f"{len(engine.catalogue):,} recordings x 9, {QUERIES} queries, k = {K}"
    print(f"{size}, {os.cpu_count()} cores, {platform.machine()}; medians")
    own, other = median(ours), median(theirs)
    print(f"search: ours {own:.2f} ms, scikit-learn {other:.2f} ms, ratio {other / own:.1f}")
    scores = engine.recommender.scorer.scores
    for row in rows[:BATCH]:
        total = scores(Query(like=(engine.catalogue.track(row),))).total
        best = engine.similar(engine.catalogue.track(row), k=1).tracks[0].recording
        allowed = engine.recommender.filters.mask(Query(like=(engine.catalogue.track(row),)))
        allowed &= engine.recommender.similarity.songs != engine.recommender.similarity.songs[row]
        known = allowed & (engine.catalogue.rank_popularity > 0)
        assert total[best] >= total[known].max(), row
    whole = [timed(lambda track=track: engine.similar(track)) for track in engine.catalogue.tracks(rows)]
    print(
        f"Engine.similar: median {median(whole):.2f} ms, 99 of 100 within {sorted(whole)[98]:.2f} ms; the best is exact"
    )
    for query in ("energy:high mood:happy", "genre:techno tempo:>130", "mood:calm+happy -genre:sleep popularity:40-70"):
        # The recommender itself, since the engine remembers a list.
        parsed = engine.parse(query)
        whole = [timed(lambda parsed=parsed: engine.recommender.recommend(parsed)) for _ in range(50)]
        print(f"Recommender.recommend({query!r}): {median(whole):.2f} ms")


if __name__ == "__main__":
    main()
