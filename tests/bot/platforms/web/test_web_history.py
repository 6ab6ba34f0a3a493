"""What the channel keeps over a restart."""

import json
import stat

import pytest

from bot.platforms.web.channel import Channel
from bot.platforms.web.history import FileHistory, Kept, owner

pytestmark = pytest.mark.asyncio(loop_scope="session")


def kept(number):
    return Kept(
        f"id{number}", owner("someone"), "Ada", f"query {number}", "", float(number), "5 tracks", "/recommend calm"
    )


async def test_what_is_added_is_read_again_and_bounded(tmp_path):
    path = tmp_path / "web" / "history.jsonl"
    history = FileHistory(path, most=10)
    for number in range(55):
        history.add(kept(number))
    assert FileHistory(path).newest(10) == [kept(number) for number in range(45, 55)]
    assert len(path.read_text().splitlines()) <= 20
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_damaged_lines_are_passed_over(tmp_path):
    path = tmp_path / "history.jsonl"
    FileHistory(path).add(kept(1))
    with path.open("a") as file:
        file.write('[]\n{"id": 5}\nhalf a li\n' + json.dumps({**kept(2).__dict__, "at": "x"}) + "\n")
    assert FileHistory(path).newest(10) == [kept(1)]


async def test_the_talk_goes_on_after_a_restart_and_private_answers_are_not_kept(person, place, tmp_path, made_up):
    history = FileHistory(tmp_path / "history.jsonl")
    place.channel.history = history
    ada = await person()
    socket = await ada.join()
    await socket.answer("calm piano")
    await socket.answer("a secret query", "question2", private=True)
    place.channel = Channel(place.channel.conversation, history)
    await place.close()
    await place.open()
    ada.place = place
    socket = await ada.join()
    log = (await socket.until("hello"))["log"]
    assert [(one["text"], one["own"], one["kept"]["title"]) for one in log] == [
        ("calm piano", True, "Heard: calm piano")
    ]
    again = await socket.until("exchange", lambda one: one["reply"] is not None)
    assert again["reply"]["title"] == "Heard: calm piano"
    assert "secret" not in (tmp_path / "history.jsonl").read_text()
    stranger = await (await person()).join("Eve")
    assert (await stranger.until("hello"))["log"][0]["own"] is False
