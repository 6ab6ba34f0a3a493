"""What Slack shows before anybody asks: the Home tab, prompts in the assistant pane, and the form under a list."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from bot.platforms.slack.blocks import ACTION, REFINE, button, plain, rich_line
from bot.platforms.slack.read import Place
from bot.welcome import Welcome

_LONGEST_METADATA: Final = 3000
_PROMPTS: Final = 4


def home(welcome: Welcome, lists: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The Home tab: what the bot can do, sentences to try, and the person's last lists."""
    blocks = [
        {"type": "header", "text": plain("Music by description", 150)},
        rich_line(
            "Mention me in a channel, write to me directly, or type a slash command. I find tracks by words, genres, "
            "moods and names, and answer questions about tracks, artists and genres."
        ),
        rich_line(f"{welcome.catalogue} {welcome.notice}".strip()),
        {"type": "header", "text": plain("Try", 150)},
        *_buttons((line, line) for line in welcome.tries),
    ]
    if mine := list(lists):
        blocks += [{"type": "header", "text": plain("Your last lists", 150)}, *_buttons(mine, start=50)]
    return {"type": "home", "blocks": blocks}


def _buttons(labelled: Iterable[tuple[str, str]], start: int = 0) -> list[dict[str, Any]]:
    made = [button(label, value, f"{ACTION}{number}") for number, (label, value) in enumerate(labelled, start) if value]
    return [{"type": "actions", "elements": made}] if made else []


def prompts(welcome: Welcome) -> list[dict[str, str]]:
    """Suggested prompts of the assistant pane, which shows four."""
    return [{"title": line[:75], "message": line} for line in welcome.tries[:_PROMPTS]]


def refine_form(request: str, place: Place) -> dict[str, Any] | None:
    """The form that takes words under a list, or None if it cannot carry the list's request."""
    carried = json.dumps({"request": request, "place": asdict(place)})
    if len(carried) > _LONGEST_METADATA:
        return None
    words = {
        "type": "plain_text_input",
        "action_id": "words",
        "max_length": 300,
        "placeholder": plain("calmer, no remixes, only Spanish", 150),
    }
    return {
        "type": "modal",
        "callback_id": REFINE,
        "private_metadata": carried,
        "title": plain("Change this list", 24),
        "submit": plain("Change", 24),
        "close": plain("Cancel", 24),
        "blocks": [{"type": "input", "block_id": "words", "label": plain("In your own words", 100), "element": words}],
    }


def refined(view: dict[str, Any]) -> tuple[str, str, Place]:
    """What was typed into the form, the request that it changes, and where the answer goes."""
    carried = json.loads(view["private_metadata"])
    words = str(view["state"]["values"]["words"]["words"].get("value") or "")
    return words, carried["request"], Place(**carried["place"])
