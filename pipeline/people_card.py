"""The card of what people's choices taught, written from what the manifest says of it."""

from pathlib import Path
from typing import Any, Final

from engine import artifacts
from engine.recommend.people import NAME

CARD: Final = "PEOPLE.md"


def write(models: Path) -> Path:
    """Write ``PEOPLE.md`` in a models directory. UserError if nothing was fitted."""
    figures = artifacts.about(models, NAME)["figures"]
    path = models / CARD
    path.write_text("\n".join([*_taste(figures), *_matches(figures), *_limits()]), encoding="utf-8")
    return path


def _taste(figures: dict[str, Any]) -> list[str]:
    weights = figures["weights"]
    rows = {
        "without taste: the best known recordings": figures["without taste"],
        "mean likeness to all likes, away from dislikes (Rocchio's formula, by hand)": figures["by hand"],
        "**fitted, each dialogue by weights from the others**": figures["held out"],
    }
    return [
        "# Taste and match figures (`people.npz`)",
        "",
        "`engine.recommend.people` reads it, `pipeline.people` fits it.",
        "",
        "## Several liked tracks",
        f"{figures['dialogues']} dialogues with four likes or more that the table has (Conversational Playlist",
        "Curation Dataset, Chaganty et al., CC BY 4.0). The first half of the likes are seeds, the later half is to be",
        "found among all recordings of the catalogue; likeness is learned from playlists alone. Five folds of whole",
        "dialogues.",
        "",
        "| | a later like among 10 | among 50 | share of the later likes among 50 |",
        "|---|---|---|---|",
        *(f"| {name} | {one:.3f} | {two:.3f} | {three:.3f} |" for name, (one, two, three) in rows.items()),
        "",
        f"Weights: {weights['nearest']:g} of the likeness is that to the likest seed, the rest the mean over all;",
        f"a point of popularity adds {weights['popularity']:g}, and likeness to what was disliked takes",
        f"{weights['disliked']:g}. So disliked tracks are left out and nothing more: of the later likes of people",
        "who disliked something, a quarter are by an artist of a disliked track.",
        "",
    ]


def _matches(figures: dict[str, Any]) -> list[str]:
    described, several = figures["described"], figures["several"]
    return [
        "## What match figures mean",
        "**Moods and occasions.** Match 80: if there were as many recordings that editors chose for such words as for",
        "other words, 80 of 100 that score so would be of the former. Logistic regression on how far a recording",
        "stands on the way from an average recording to the ideal one, over the recordings of all playlists (of",
        f"github.com/mackorone/spotify-playlist-archive; {described['texts']} titles and descriptions), scenes fitted",
        "without the playlist and its near duplicates, five folds of whole texts held out:",
        "",
        *_table(described["table"]),
        "",
        f"Log odds: {described['odds'][0]:g} + {described['odds'][1]:g} of the way.",
        "",
        "**Several tracks.** Match 80: of recordings in editors' playlists that are so like four recordings of a",
        "playlist, 80 of 100 stand in it. Half of the playlists held out by turns:",
        "",
        *_table(several["table"]),
        "",
        f"Log odds: {several['odds'][0]:g} + {several['odds'][1]:g} of the total.",
        "",
        "One track: see SIMILARITY.md. Traits alone, such as `tempo:120`: how near a recording is, 100 at the values.",
        "",
    ]


def _table(rows: list[list[int]]) -> list[str]:
    return [
        "| match said | found | recordings |",
        "|---|---|---|",
        *(f"| {said} | {found} | {count:,} |" for said, found, count in rows),
    ]


def _limits() -> list[str]:
    return [
        "## Limits",
        "- The dialogues are in English, and likes are of one sitting.",
        "- The regressions behind eight moods had seen the playlists by which moods are judged here.",
        "- Genres, languages and other limits decide who is in a list; the match says nothing of them.",
        "",
    ]
