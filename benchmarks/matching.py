"""Matching the lines of a list: names of the catalogue damaged in twenty ways, and names that it does not have.

Precision is the share of the lines counted as found that are right; recall the share of the damaged names that are
found and right. Any recording of the same song (an artist in common, titles equal but for additions) is right. Names
that the catalogue does not have come from the later table (CRATEBOT_DATASET_2024), damaged likewise; those whose song
it has under another id are left out.

``python -m benchmarks.matching fit`` fits the weights of ``engine.matching`` to names drawn with another seed: as they
are damaged, as songs that are not there, and each against the nearest other song, as if its own were not there.
"""

import os
import random
import re
import resource
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from benchmarks.build import catalogue
from engine.catalogue.names import Names
from engine.list_names import latin
from engine.matching import ListLine, ListMatch, ListMatcher, logit_of, readings_of
from pipeline.songs import core_title, letters

DAMAGED, ABSENT, MANY = 10_000, 2_000, 100_000
Song = tuple[str, list[str]]  # title, artists
_GUEST = re.compile(r"\s*[(\[](?:feat\.?|ft\.?|with)\s[^)\]]*[)\]]", re.IGNORECASE)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss", "æ": "ae", "ñ": "ny"})


def typed(rng: random.Random, text: str) -> str:
    """The text with one slip: a letter changed, left out, doubled, or swapped with the next."""
    places = [place for place, letter in enumerate(text) if letter.isalpha()]
    if len(places) < 4:
        return text
    at = rng.choice(places[:-1])
    kind = rng.randrange(4)
    if kind == 0:
        return text[:at] + rng.choice("abcdefghijklmnoprstuvw") + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def plain(text: str) -> str:
    """The text without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def spelt(text: str) -> str:
    """The text in other letters: umlauts as two, other scripts in Latin."""
    changed = unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)
    return " ".join(latin(word) or word for word in changed.split())


def row(title: str, artists: list[str], by: str = ", ") -> ListLine:
    """A line of a table."""
    return ListLine(f"{title} - {by.join(artists)}", title=title, artist=by.join(artists))


def text(words: str) -> ListLine:
    """A line of plain text."""
    return ListLine(words)


Recipe = Callable[[random.Random, str, list[str]], ListLine]
RECIPES: dict[str, Recipe] = {
    "as it is": lambda rng, title, by: row(title, by),
    "lower case": lambda rng, title, by: row(title.lower(), [name.lower() for name in by]),
    "upper case, main artist": lambda rng, title, by: row(title.upper(), [by[0].upper()]),
    "slip in the title": lambda rng, title, by: row(typed(rng, title), by),
    "slip in the artist": lambda rng, title, by: row(title, [typed(rng, by[0]), *by[1:]]),
    "slip in both": lambda rng, title, by: row(typed(rng, title), [typed(rng, by[0])]),
    "two slips in the title": lambda rng, title, by: row(typed(rng, typed(rng, title)), by),
    "swapped fields": lambda rng, title, by: ListLine(title, title=", ".join(by), artist=title),
    "no accents": lambda rng, title, by: row(plain(title), [plain(name) for name in by]),
    "other letters": lambda rng, title, by: row(spelt(title), [spelt(by[0])]),
    "guests moved into the title": lambda rng, title, by: row(
        f"{_GUEST.sub('', title)} (feat. {' & '.join(by[1:]) or 'Someone'})", by[:1]
    ),
    "guests moved to the artist": lambda rng, title, by: row(
        _GUEST.sub("", title), [f"{by[0]} feat. {', '.join(by[1:])}" if by[1:] else by[0]]
    ),
    "remaster tag": lambda rng, title, by: row(f"{title} - {rng.choice(('Remastered 2011', '2009 Remaster'))}", by),
    "version in brackets": lambda rng, title, by: row(
        f"{title} ({rng.choice(('Radio Edit', 'Album Version', 'Live', 'Single Version'))})", by
    ),
    "title cut short": lambda rng, title, by: row(title[: max(8, int(len(title) * 0.7))].strip(), by),
    "cut at 30 letters": lambda rng, title, by: text(f"{by[0]} - {title}"[: max(30, len(by[0]) + 11)]),
    "no punctuation": lambda rng, title, by: row(
        re.sub(r"[^\w\s]", "", title) or title, [re.sub(r"[^\w\s]", " ", by[0]).strip() or by[0]]
    ),
    "other separators": lambda rng, title, by: row(
        title.replace("&", "and"), by[::-1], rng.choice((" & ", " x ", " / "))
    ),
    "file name": lambda rng, title, by: text(f"{rng.randrange(1, 20):02}. {by[0]} - {title}.mp3".replace(" ", "_")),
    "video title": lambda rng, title, by: text(f"{by[0]} - {title} (Official Video)"),
    "title first": lambda rng, title, by: text(f"{title} - {by[0]}"),
    "blanks lost": lambda rng, title, by: row(title.replace(" ", "", 1), [by[0].replace(" ", "")]),
}  # fmt: skip


def damaged(songs: list[Song], seed: int) -> list[tuple[str, ListLine]]:
    """Each song by one recipe, in turn: the recipe's name and the line."""
    rng = random.Random(seed)
    recipes = list(RECIPES.items())
    return [(name, make(rng, title, by)) for (title, by), (name, make) in zip(songs, _cycled(recipes), strict=False)]


def _cycled(recipes: list[tuple[str, Recipe]]) -> Iterator[tuple[str, Recipe]]:
    while True:
        yield from recipes


class Truth:
    """Which songs a catalogue has, by titles without additions and artists, letters alone."""

    def __init__(self, read) -> None:
        self.songs = list(zip(read.words["track_name"].to_pylist(), read.words["artists"].to_pylist(), strict=True))
        self._keys = {key for song in self.songs for key in self._of(*song)}

    @staticmethod
    def _of(title: str, artists: list[str]) -> set[tuple[str, str]]:
        return {(core_title(title), letters(name) or name) for name in artists}

    def has(self, title: str, artists: list[str]) -> bool:
        """Whether the catalogue has the song."""
        return not self._keys.isdisjoint(self._of(title, artists))

    def same(self, row: int | None, song: Song) -> bool:
        """Whether a recording is of the song."""
        return row is not None and not self._of(*self.songs[row]).isdisjoint(self._of(*song))


def absent(truth: Truth, count: int, seed: int) -> list[Song]:
    """Songs of the later table that the catalogue does not have; none without the table."""
    path = os.environ.get("CRATEBOT_DATASET_2024")
    if not path:
        return []
    table = pd.read_csv(path, usecols=["track_name", "artist_name"]).dropna().drop_duplicates()
    table = table.sample(frac=1, random_state=seed)
    found = ((title, [by]) for title, by in zip(table["track_name"], table["artist_name"], strict=True))
    return [song for song, _ in zip((s for s in found if not truth.has(*s)), range(count), strict=False)]


def lines(truth: Truth, seed: int) -> tuple[list[Song], list[tuple[str, ListLine]], list[tuple[str, ListLine]]]:
    """Songs of the catalogue, the lines made of them, and lines of songs that it does not have."""
    songs = random.Random(seed).sample(truth.songs, min(DAMAGED, len(truth.songs)))
    return songs, damaged(songs, seed), damaged(absent(truth, ABSENT, seed), seed)


def report(truth: Truth, songs: list[Song], made, found: list[ListMatch], of_absent: list[ListMatch]) -> None:
    right, wrong, doubtful, offered, total = (Counter() for _ in range(5))
    for song, (recipe, _), match in zip(songs, made, found, strict=True):
        good = truth.same(match.recording, song)
        total[recipe] += 1
        right[recipe] += good and match.verdict == "found"
        wrong[recipe] += not good and match.verdict == "found"
        doubtful[recipe] += match.verdict == "doubtful"
        among = [match.recording, *(row for row, _ in match.others)]
        offered[recipe] += match.verdict == "doubtful" and any(truth.same(one, song) for one in among)
    false = sum(match.verdict == "found" for match in of_absent)
    asked = sum(match.verdict == "doubtful" for match in of_absent)
    print(f"{'':30}recall   wrong   asked (right among them)")
    for recipe in RECIPES:
        print(
            f"{recipe:28}{right[recipe] / max(1, total[recipe]):8.3f}{wrong[recipe]:8}{doubtful[recipe]:8}"
            f"{offered[recipe]:8}"
        )
    hits, misses = right.total(), wrong.total() + false
    print(f"{'all':28}{hits / len(songs):8.4f}{wrong.total():8}{doubtful.total():8}{offered.total():8}")
    print(f"names not there: {len(of_absent):,}, found all the same {false}, asked {asked}")
    print(f"precision {hits / max(1, hits + misses):.4f}   recall {hits / len(songs):.4f}")


def compared(matcher: ListMatcher, line: ListLine, other_than: Callable[[int], bool]) -> tuple[int, tuple] | None:
    """The nearest recording of a line among those allowed, by the weights as they are, and its features."""
    pairs = [
        (row, matcher.features(reading, row))
        for reading in readings_of(line)
        for row in matcher.near(reading, exact=False)
        if other_than(row)
    ]
    return max(pairs, key=lambda pair: logit_of(pair[1]), default=None)


def fit() -> None:
    """Print weights of a logistic regression, and how far its probabilities are true."""
    read = catalogue()
    truth, matcher = Truth(read), ListMatcher(read, Names(read))
    songs, made, missing = lines(truth, 2)
    samples: list[tuple[tuple, bool]] = []
    for song, (_, line) in zip(songs, made, strict=True):
        if found := compared(matcher, line, lambda row: True):
            samples.append((found[1], truth.same(found[0], song)))
        if found := compared(matcher, line, lambda row, song=song: not truth.same(row, song)):
            samples.append((found[1], False))
    for _, line in missing:
        if found := compared(matcher, line, lambda row: True):
            samples.append((found[1], False))
    features, right = np.array([one for one, _ in samples]), np.array([truth for _, truth in samples])
    model = LogisticRegression(C=10, max_iter=5000).fit(features, right)
    print(f"{len(right):,} pairs, {right.mean():.0%} of them right")
    print("weights", np.round([model.intercept_[0], *model.coef_[0]], 1).tolist())
    chances = model.predict_proba(features)[:, 1]
    for low, high in ((0, 0.15), (0.15, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01)):
        inside = (chances >= low) & (chances < high)
        print(f"confidence {low:.2f} to {min(high, 1):.2f}: {inside.sum():6,} pairs, {right[inside].mean():.3f} right")


def main() -> None:
    read = catalogue()
    truth, matcher = Truth(read), ListMatcher(read, Names(read))
    songs, made, missing = lines(truth, 1)
    found = list(matcher.match(line for _, line in made))
    of_absent = list(matcher.match(line for _, line in missing))
    report(truth, songs, made, found, of_absent)
    rows = [line for _, line in (*made, *missing)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, processor = time.perf_counter(), time.process_time()
    count = sum(1 for _ in matcher.match(rows[at % len(rows)] for at in range(MANY)))
    took, used = time.perf_counter() - began, time.process_time() - processor
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{count:,} lines in {took:.1f} s ({used:.1f} s of processor); memory grew by {(after - before) / 1024:.1f} MB"
    )


if __name__ == "__main__":
    sys.exit(fit() if sys.argv[1:] == ["fit"] else main())
