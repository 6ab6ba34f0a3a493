"""The picture of every command that has one: wide as promised, described in words, and drawn once."""

import struct
import subprocess
import sys
from dataclasses import replace

import pytest

from bot.reply import LONGEST_ALT
from bot.request import read_request
from charts.style import DPI, WIDTH

QUESTIONS = (
    "/explore genres",
    "/explore genres by:size",
    "/explore popularity",
    "/explore popularity genre:jazz",
    "/explore features",
    "/explore features genre:jazz",
    "/explore features feature:tempo",
    "/explore features feature:duration genre:jazz",
    "/explore correlations",
    "/explore map",
    "/explore map genre:techno vs:opera",
    "/compare a:techno b:classical",
    "/drivers genre:metal",
    "/drivers feature:valence",
    "/drivers genre:pop vs:jazz",
    "/trends feature:energy",
    "/trends feature:duration genre:pop",
)


def size(png):
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_picture_fits_a_phone_and_is_told_in_words(ask, question):
    reply = ask(question)
    assert reply.ok, reply.error
    (picture,) = reply.pictures
    width, height = size(picture.png)
    assert width == WIDTH * DPI == 900
    assert 300 < height < 1500
    assert reply.title in picture.alt
    assert 80 < len(picture.alt) <= LONGEST_ALT
    assert reply.actions


def test_the_same_question_is_drawn_once(ask):
    first, again = (ask("/explore correlations genre:opera").pictures[0] for _ in range(2))
    assert first.png is again.png


def test_a_picture_is_drawn_in_the_theme_and_size_that_the_user_sees(conversation):
    request = read_request("/explore popularity genre:jazz")
    dark, light = (conversation.answer(replace(request, theme=theme)).pictures[0] for theme in ("dark", "light"))
    assert dark.png != light.png
    assert dark.draw("light", 1.0) is light.png
    assert size(dark.draw("dark", 2.0))[0] == 1800
    assert (dark.alt, dark.name) == (light.alt, light.name)


def test_an_answer_in_words_loads_no_matplotlib(demo_catalogue):
    script = (
        "import sys; from bot.conversation import Conversation; from bot.request import read_request;"
        "from engine import Engine; talk = Conversation(Engine.load(sys.argv[1]));"
        "assert talk.answer(read_request('/recommend energy:high')).ok;"
        "print([name for name in ('matplotlib', 'pandas', 'scipy', 'sklearn', 'pipeline') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script, demo_catalogue], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
