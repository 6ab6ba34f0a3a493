"""Prompts for common jobs: what a person picks, and which tools the assistant is to use for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mcp.types import GetPromptResult, Prompt, PromptArgument, PromptMessage, TextContent


@dataclass(frozen=True)
class Job:
    """A prompt.

    Parameters
    ----------
    title, about : str
    arguments : tuple of (name, description, required, (command, field))
        The last is the field whose values complete the argument; empty names for none.
    text : str
        With ``{name}`` where an argument goes. A paragraph whose optional argument is not given is left out.
    """

    title: str
    about: str
    arguments: tuple[tuple[str, str, bool, tuple[str, str]], ...]
    text: str


_PLAIN: Final = ("", "")
_HONEST: Final = (
    "Use the cratebot tools only, and name no track that they did not give. Say which limits were relaxed and what "
    "the notes of the answers say about the catalogue and its date."
)

JOBS: Final[Mapping[str, Job]] = {
    "shortlist": Job(
        "A brief to a shortlist",
        "Turn a music brief (sync, playlist, campaign) into a shortlist with a reason for each track.",
        (
            ("brief", "the brief, as it was written", True, _PLAIN),
            ("count", "how many tracks; 10 if not said", False, _PLAIN),
            ("crate", "put the shortlist into this crate, which is made if there is none", False, _PLAIN),
        ),
        """Make a shortlist for this brief:

{brief}

1. Take from it what can be searched for: moods, genres, tempo, vocals, language, what to avoid, reference tracks.
2. Call recommend with exact fields. Where the brief describes a scene, call ask with its words as well. Call similar
   for every reference track. Ask for more than you need.
3. Look at doubtful ones with track, and drop what the brief rules out.
4. Answer with the title, the artist, the link and one sentence of reason for each, best first.

How many tracks: {count}.

Then put them into a crate: crate with do "new" and name "{crate}" if it is not there, then do "add" with the tracks.

"""
        + _HONEST,
    ),
    "rising": Job(
        "A digest of what is rising",
        "What is likely to rise, by genre, with how far that can be trusted.",
        (("genre", "only in this genre", False, ("emerging", "genre")),),
        """Write a short digest of the tracks and artists that are likely to rise.

Call emerging with kind "tracks" and with kind "artists", then trends with what "popularity".

Only in this genre: {genre}.

For each of the best five tracks and three artists say in one sentence why it is there. Close with how well the score
did in its backtest, in the words of the answer.

"""
        + _HONEST,
    ),
    "similar_with_limits": Job(
        "Similar tracks within limits",
        "Tracks like a reference that keep within limits such as tempo, language, popularity or no explicit ones.",
        (
            ("track", "the reference: title and artist, or a link", True, ("similar", "track")),
            ("limits", "what they must keep to, in your own words", False, _PLAIN),
        ),
        """Find alternatives to this track: {track}.

They must keep to this: {limits}.

1. Call track for the reference, to know its tempo, key and traits.
2. Call similar with a field for each limit; where a limit has no field, call ask with like and the limit in words.
3. Call compare with the reference and the best one.
4. Answer with five tracks: what each shares with the reference, and where it differs.

"""
        + _HONEST,
    ),
    "genre_portrait": Job(
        "A portrait of a genre",
        "How a genre sounds, what is typical, what goes with popularity in it, and what is rising.",
        (("genre", "which genre", True, ("genres", "name")),),
        """Describe the genre {genre} for a music team.

Call genres with name, drivers with genre, emerging with genre, and explore with what "map" and genre. Say how it
sounds, which tracks are typical, what goes with popularity there (with the intervals, and that this is no cause), and
what is rising.

"""
        + _HONEST,
    ),
    "label_file": Job(
        "Genres for a file of tracks",
        "Predict genres for every row of a CSV with audio features, and say how sure that is.",
        (),
        """I give you a CSV of tracks. Call label with its content as file.text, then say how many rows are sure,
leaning and can't tell, which rows had problems and why, and where the labelled file is. Call model for how good the
predictions are.

"""
        + _HONEST,
    ),
}


def prompts() -> list[Prompt]:
    """All prompts."""
    return [
        Prompt(
            name=name,
            title=job.title,
            description=job.about,
            arguments=[
                PromptArgument(name=argument, description=about, required=required)
                for argument, about, required, _ in job.arguments
            ],
        )
        for name, job in JOBS.items()
    ]


def prompt(job: Job, values: Mapping[str, str]) -> GetPromptResult:
    """A prompt with the values of its arguments; ``LookupError``, with its name, if a required one is missing."""
    said = {name: values.get(name, "").strip() for name, *_ in job.arguments}
    for name, _, required, _ in job.arguments:
        if required and not said[name]:
            raise LookupError(name)
    left_out = [f"{{{name}}}" for name, value in said.items() if not value]
    paragraphs = [one for one in job.text.split("\n\n") if not any(empty in one for empty in left_out)]
    text = "\n\n".join(paragraphs)
    for name, value in said.items():
        text = text.replace(f"{{{name}}}", value)
    message = PromptMessage(role="user", content=TextContent(text=text))
    return GetPromptResult(description=job.about, messages=[message])


def source_of(name: str, argument: str) -> tuple[str, str]:
    """The command and the field whose values complete a prompt's argument; empty names for none."""
    job = JOBS.get(name)
    return next((source for one, _, _, source in job.arguments if one == argument), _PLAIN) if job else _PLAIN
