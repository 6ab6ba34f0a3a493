import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from bot.as_json import reply_object
from bot.local_files import Folder
from bot.platforms.console import completions, draw
from bot.reply import Action, File, Picture, Reply, Row


def talk(catalogue, lines, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "bot", "console", *arguments],
        input=lines,
        capture_output=True,
        text=True,
        env={**os.environ, "CRATEBOT_CATALOGUE": str(catalogue), **environment},
        timeout=60,
        check=False,
    )


def test_a_line_in_is_an_object_out(demo_catalogue):
    done = talk(demo_catalogue, "/recommend energy:high mood:happy\n\n/similar Nothing Like It\n", "--format", "json")
    assert done.returncode == 0, done.stderr
    good, bad = (json.loads(line) for line in done.stdout.splitlines())
    assert set(good) == {
        "command", "request", "ok", "title", "text", "rows", "feedback", "images", "files", "actions",
        "links", "elapsed_ms",
    }  # fmt: skip
    assert good["ok"]
    assert set(good["rows"][0]) >= {
        "track_id", "track_name", "artists", "album_name", "genres", "popularity", "match", "reasons",
    }  # fmt: skip
    assert isinstance(good["rows"][0]["artists"], list)
    assert any(action["command"].startswith("/similar track:") for action in good["actions"])
    assert not bad["ok"]
    assert set(bad["error"]) == {"code", "message", "hint"}


def test_a_catalogue_that_is_not_there_is_one_sentence_and_exit_code_2(tmp_path):
    done = talk(tmp_path / "none", "/help\n")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_pictures_and_files_are_kept_apart_even_under_one_name(tmp_path):
    reply = Reply(
        "t", pictures=(Picture("a.png", b"1", "x"), Picture("a.png", b"2", "y")), files=(File("../../x.csv", b"3"),)
    )
    line = reply_object(reply, Folder(tmp_path).keep)
    assert [Path(path).read_bytes() for path in (*line["images"], *line["files"])] == [b"1", b"2", b"3"]
    assert all(path.startswith(str(tmp_path)) for path in line["files"])


def test_names_are_drawn_as_they_are(tmp_path):
    out = io.StringIO()
    row = Row(
        "[bold]Not *markup*[/bold] :smile:",
        url="https://open.spotify.com/track/x",
        measure=0.5,
        amount="50",
        detail="[red]",
    )
    reply = Reply("[u]T[/u]", rows=(row,), actions=(Action("Next", "/help"),), request="/help")
    draw(Console(file=out, width=100), reply, Folder(tmp_path))
    assert "[bold]Not *markup*[/bold] :smile:" in out.getvalue()
    assert "[u]T[/u]" in out.getvalue()
    assert "Next" in out.getvalue()
    assert "/help" in out.getvalue()  # what was understood, in small print


def test_exports_go_where_the_person_is_and_over_no_other_file(tmp_path):
    reply = Reply("t", files=(File("tracks.csv", b"1"),))
    for _ in range(2):
        draw(Console(file=io.StringIO(), width=100), reply, Folder(tmp_path / "none"), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tracks-2.csv", "tracks.csv"]


def test_no_folder_is_made_where_nothing_is_written(demo_catalogue, tmp_path):
    done = talk(demo_catalogue, "hi\ntechno\n", "--format", "json", TMPDIR=str(tmp_path))
    assert done.returncode == 0
    assert not list(tmp_path.glob("cratebot-*"))


def test_a_run_is_one_conversation_until_it_is_begun_afresh(demo_catalogue):
    said = "techno\ncalmer\n/new\ncalmer\n"
    done = talk(demo_catalogue, said, "--format", "json", "--limit", "7")
    first, calmer, new, alone = (json.loads(line) for line in done.stdout.splitlines())
    assert len(first["rows"]) == len(calmer["rows"]) == 7
    assert "genre:techno" in calmer["request"]
    assert new["ok"]
    assert new["request"] == ""
    assert "genre:techno" not in alone["request"]


def test_a_path_among_plain_words_is_a_list_that_they_are_about(demo_catalogue, conversation, tmp_path):
    tracks = conversation.engine.best_known(3)
    table = tmp_path / "my set.txt"
    table.write_text("\n".join(f"{track.artists[0]} - {track.track_name}" for track in tracks), encoding="utf-8")
    done = talk(demo_catalogue, f'fill "{table}" up to 5 tracks\n{table.with_name("none.csv")}\n', "--format", "json")
    filled, missing = (json.loads(line) for line in done.stdout.splitlines())
    assert filled["title"] == "5 tracks: 3 of yours and 2 that fit"
    assert missing["command"] != "import"


def test_the_terminal_completes_commands_keys_and_values(conversation, engine):
    assert (-4, "/recommend ") in completions(conversation, "/rec")
    assert (-3, "energy:") in completions(conversation, "/recommend ene")
    assert (-2, "happy") in completions(conversation, "/recommend mood:ha")
    title = engine.catalogue.track(42).title
    assert (-1 - len(title), f'"{title}"') in completions(conversation, f'/similar track:"{title}')
    assert (-2, '"very high"') in completions(conversation, "happy energy:ve")


def test_names_and_genres_are_completed_inside_a_sentence(conversation, engine):
    title = engine.catalogue.track(42).title
    assert (-len(title), title) in completions(conversation, f"something like {title}")
    assert (-4, "techno") in completions(conversation, "happy tech")


@pytest.mark.parametrize("form", ["text", "json"])
def test_whoever_reads_no_further_ends_it_in_order(demo_catalogue, form):
    environment = {**os.environ, "CRATEBOT_CATALOGUE": str(demo_catalogue)}
    command = [sys.executable, "-m", "bot", "console", "--format", form]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, text=True, env=environment, **pipes) as process:
        process.stdout.close()
        _, errors = process.communicate("/recommend energy:high\n" * 5, timeout=60)
    assert process.returncode == 0
    assert "BrokenPipe" not in errors
    assert "Traceback" not in errors
