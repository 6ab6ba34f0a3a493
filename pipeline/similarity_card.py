"""The card of the similarity model, written from what the manifest says of it."""

from pathlib import Path
from typing import Any, Final

from engine import artifacts
from engine.recommend.similarity import SAME_GENRE
from pipeline.credibility import FACTOR
from pipeline.similarity_model import NAME

CARD: Final = "SIMILARITY.md"

_INGREDIENTS: Final = {
    "genre": "genres: out-of-fold probabilities of the genre model and the filed genres",
    "sound": "nine audio features, cosine",
    "sounds like": "the genre model's probabilities from audio alone",
    "artist": "artists by genres, shared albums and shared recordings (truncated SVD of PPMI)",
    "scene": "scene of the artist: artist genres of the dated table, read from genres and sound where unknown",
    "lists": "artists that playlists and dialogues hold together",
    "taste": "recordings that editors put together, by ridge regression",
    "era": "era, read from release years of artists, sound, genres and wording; squared difference",
    "popularity": "how known recording and seed are, squared difference, less where the recording is more popular",
    "appeal": "how many others an editor would put a recording with, by ridge regression",
    "same artist": "a credited artist in common",
}


def write(models: Path) -> Path:
    """Write ``SIMILARITY.md`` in a models directory. UserError if there is no similarity model there."""
    about = artifacts.about(models, NAME)
    figures = about["figures"]
    text = "\n".join(
        [
            *_head(about),
            *_playlists(figures["playlists"], about["weights"]),
            *_dialogues(figures["dialogues"]),
            *_moods(figures["moods"]),
            *_doubtful(figures["doubtful"]),
            *_calibration(figures["calibration"]),
            *_limits(),
        ]
    )
    path = models / CARD
    path.write_text(text, encoding="utf-8")
    return path


def _head(about: dict[str, Any]) -> list[str]:
    sources = "; ".join(f"`{source['name']}` (SHA-256 `{source['sha256'][:16]}...`)" for source in about["sources"])
    lists, era = about["figures"]["lists"], about["figures"]["era"]
    return [
        "# Similarity",
        "",
        "Likeness between recordings, artists and moods, and how credible filed genres are.",
        "",
        f"- **Learned from** {sources}: {lists['playlists']} playlists of a kind, {lists['charts']} charts and",
        f"  {lists['dialogues']} dialogues. No list is kept: only regression weights, and vectors of artists by hashed "
        "name.",
        f"- **Size** {about['bytes'] / 1e6:.1f} MB, plain arrays.",
        "- **Score**: a weighted sum of dot products and squared differences, so that one vector a recording holds "
        "all of it",
        "  but how known a recording is, which is compared with how known the seed's song and artist are.",
        f"- **Era**: R2 {era['R2, artists held out']:.2f} on {era['recordings of known year']:,} recordings of known "
        "year, whole artists held out.",
        "",
    ]


def _playlists(figures: dict[str, float], weights: dict[str, float]) -> list[str]:
    rows = [
        f"| {name} | {figures[name]:.3f} |"
        for name in (
            "by chance",
            "sound alone",
            "filed genres, sound and popularity by hand",
            "without playlists",
            "all",
        )
    ]
    parts = [
        f"| {name} | {weight:g} | {figures[f'without {name}']:.3f} | {_INGREDIENTS[name]} |"
        for name, weight in weights.items()
    ]
    return [
        "## Playlists held out",
        "",
        "Of the ten nearest among the recordings of the playlists held out, the share in a playlist with the seed.",
        "Half of the playlists teach, the other half judges; mean of six splits. The weights of the ingredients were",
        "chosen on the same splits by coordinate ascent.",
        "",
        "| | precision@10 |",
        "|---|---|",
        *rows,
        "",
        f"| ingredient | weight | precision@10 without it (with all: {figures['all']:.3f}) | what it is |",
        "|---|---|---|---|",
        *parts,
        "",
        f"In lists a credible genre in common adds {SAME_GENRE:g} to likeness: on the 300 most popular songs 92 % of",
        "ten tracks then share a credible genre with the song. Genres that name a country count for no style: they add",
        "only where both are sung in its language, and count 0.3 beside genres of style in the ingredient *genre*.",
        "Recordings in another language than the seed's, and sung ones beside an instrumental seed, lose 0.8.",
        "",
    ]


def _dialogues(figures: dict[str, float]) -> list[str]:
    return [
        "## Dialogues",
        "",
        "The same on the goals of dialogues, learned from playlists alone.",
        "",
        "| | precision@10 |",
        "|---|---|",
        *(f"| {name} | {value:.3f} |" for name, value in figures.items()),
        "",
    ]


def _moods(figures: dict[str, dict[str, float]]) -> list[str]:
    mean = {kind: sum(of[kind] for of in figures.values()) / len(figures) for kind in ("fitted", "traits alone")}
    rows = [f"| {mood} | {of['fitted']:.3f} | {of['traits alone']:.3f} |" for mood, of in figures.items()]
    return [
        "## Moods",
        "",
        "Area under the ROC curve on editors' playlists of the mood, each playlist and its recordings held out.",
        "",
        "| mood | fitted | distance among traits alone |",
        "|---|---|---|",
        *rows,
        f"| mean | {mean['fitted']:.3f} | {mean['traits alone']:.3f} |",
        "",
    ]


def _doubtful(figures: dict[str, Any]) -> list[str]:
    rows = [
        f"| {genre} | {of['recordings']:,} | {of['wrong']:.0%} | {of['precision']:.2f} | {of['recall']:.2f} |"
        for genre, of in (*figures["by genre"].items(), ("30 of each", figures["together"]))
    ]
    return [
        "## Doubtful genres",
        "",
        "Confident learning (Northcutt, Jiang, Chuang 2021): a filed genre is doubtful where its probability falls",
        f"below {FACTOR} of the mean probability of what is filed under it, which counts as at least 0.5. Judged by",
        "the artist genres of the dated table, whole artists held out. Genres that those say nothing of, such as",
        "moods, are judged by the genre model alone.",
        "",
        "| genre | recordings of known artists | wrong | precision of doubtful | recall |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]


def _calibration(figures: dict[str, Any]) -> list[str]:
    return [
        "## What the match of a similar track means",
        "",
        f"Of a hundred pairs with such a likeness, how many editors put into one playlist: logistic regression on "
        f"{figures['pairs']:,} pairs",
        "of recordings that stand in their playlists, half of the playlists held out each time. Log odds: "
        f"{figures['offset']:g} + {figures['slope']:g} likeness.",
        "Of recordings that no editor would put into a playlist the figure says how near they are, and no more.",
        "",
        "| match said | found |",
        "|---|---|",
        *(f"| {said} | {found} |" for said, found in figures["table"]),
        "",
    ]


def _limits() -> list[str]:
    return [
        "## Limits",
        "",
        "- Playlists are of 2019 to 2021 and lean to English-language pop; taste and lists know little beyond it.",
        "- Artist genres are those of one service, and an artist has one set for all of his or her works.",
        "- Doubt is judged by artist: an artist of whom the table tells little but a wrong label",
        "  keeps it. Some Indian film composers filed as k-pop are such a case.",
        "- The era of a recording by an unknown artist is a guess from its sound; it is used for likeness, never told.",
        "",
    ]
