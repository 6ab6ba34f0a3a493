"""What a taste predicts: half of the tracks that people liked in a dialogue, to find the other half.

Dialogues come from CRATEBOT_DIALOGUES (a .jsonl.gz file with ``turns`` of ``user``, ``liked`` and ``tracks`` by id);
the catalogue from CRATEBOT_CATALOGUE. A hit is a list of 50 that holds one of the held-out tracks by title and artist.
"""

import gzip
import json
import os

import numpy as np

from bot.memory.records import Opinion, Taste
from bot.personal import towards
from engine import Engine, Query, Track, UserError

SHOWN = 50


def liked_tracks(engine: Engine, dialogue: dict) -> list[Track]:
    """The liked tracks that the catalogue has, in the order liked."""
    found: dict[int, Track] = {}
    for turn in dialogue["turns"]:
        for track_id in turn.get("liked", ()):
            told = dialogue["tracks"][track_id]
            try:
                track = engine.find_track(f"{told['title']} - {told['artists'][0]}")
            except UserError:
                continue
            found.setdefault(track.recording, track)
    return list(found.values())


def recommended(engine: Engine, query: Query) -> set[int]:
    """Recordings in the list; none if the query cannot be answered."""
    try:
        return {track.recording for track in engine.recommend(query, k=SHOWN).tracks}
    except UserError:
        return set()


def main() -> None:
    if not os.environ.get("CRATEBOT_DIALOGUES") or not os.environ.get("CRATEBOT_CATALOGUE"):
        print("CRATEBOT_DIALOGUES and CRATEBOT_CATALOGUE are not set: skipped")
        return
    engine = Engine.load(os.environ["CRATEBOT_CATALOGUE"])
    popular = {track.recording for track in engine.best_known(SHOWN)}
    hits: list[tuple[bool, ...]] = []
    with gzip.open(os.environ["CRATEBOT_DIALOGUES"], "rt") as lines:
        for line in lines:
            dialogue = json.loads(line)
            liked = liked_tracks(engine, dialogue)
            if len(liked) < 4:
                continue
            half = len(liked) // 2
            known, rest = liked[:half], {track.recording for track in liked[half:]}
            taste = Taste(
                tuple(Opinion("track", one.track_id, one.track_name, one.artists[0], "like") for one in known)
            )
            try:
                said = engine.parse(dialogue["turns"][0]["user"])
            except UserError:
                said = Query()
            asked, _ = towards(engine, said, taste, "me")
            alone, _ = towards(engine, Query(), taste, "me")
            lists = (popular, recommended(engine, said), recommended(engine, alone), recommended(engine, asked))
            hits.append(tuple(bool((one - {track.recording for track in known}) & rest) for one in lists))
    names = ("the most popular", "what was said first", "the taste alone", "both")
    print(f"{len(hits)} dialogues; a list of {SHOWN} holds a held-out liked track:")
    for name, share in zip(names, np.mean(hits, axis=0), strict=True):
        print(f"  {name}: {share:.0%} (standard error {np.sqrt(share * (1 - share) / len(hits)):.0%})")


if __name__ == "__main__":
    main()
