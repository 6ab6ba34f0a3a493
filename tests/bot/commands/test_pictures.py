"""Every picture: drawn, wide as promised, told in words, and drawn once."""

import struct
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from engine.trends.movement import Change, Moved

from charts import DARK, LIGHT, ChartCache, trends
from charts.style import ALT_LIMIT, DPI, WIDTH, Chart, canvas, drawable

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
    assert 80 < len(picture.alt) <= ALT_LIMIT
    assert reply.actions


def test_the_same_question_is_drawn_once(ask):
    first, again = (ask("/explore correlations genre:opera").pictures[0] for _ in range(2))
    assert first.png is again.png


def test_an_album_forgets_the_picture_looked_at_longest_ago():
    album, drawn = ChartCache(size=2), []

    def look(question):
        album.picture(question, lambda theme: drawn.append(question) or Chart(question, theme.name, "", b""))

    for question in ("a", "b", "a", "c", "a", "b"):
        look(question)
    assert drawn == ["a", "b", "c", "b"]


def test_a_light_picture_is_light():
    corners = []
    for theme in (DARK, LIGHT):
        with canvas("Title", "Subtitle", 1, theme) as sheet:
            ax = sheet.axes()
            assert ax.get_facecolor() == sheet.figure.get_facecolor()
            corners.append(sum(sheet.figure.get_facecolor()[:3]))
    assert corners[0] < 0.6 < 2.9 < corners[1]


def test_text_that_the_font_lacks_or_mathtext_would_read_is_drawn_as_it_stands():
    assert drawable("$a_b$ Ünï 東京 🎵") == "$a_b$ Ünï ·· ·"
    with canvas("$\\frac{broken$ _x_ 東京", "100% $", 1, DARK) as sheet:
        assert size(sheet.chart("odd", "x" * 2000).png)[0] == 900
        assert len(sheet.chart("odd", "x" * 2000).alt) == ALT_LIMIT


def test_rises_and_falls_are_drawn_from_before_to_after_whatever_the_names():
    def change(name, before, after):
        return Change(name, (0,), before, after, after - before, after - before)

    rose = (change("$x$ 東京 - " + "long " * 30, 10, 60), change("B", 20, 30))
    moved = Moved("tracks", "2022-10", "2024-11", rose, (change("C", 50, 20),), 3, 2, 1, 10.0)
    chart = trends.moved(moved, DARK)
    assert size(chart.png)[0] == 900
    assert "rose most, by 50 points" in chart.title
    assert "C 50 to 20" in chart.alt
    nothing_rose = Moved("genres", "2022-10", "2024-11", (), (change("C", 50, 20),), 1, 0, 1, -30.0)
    assert "No genre rose" in trends.moved(nothing_rose, LIGHT).title


def test_many_who_ask_the_same_at_once_get_one_drawing():
    album, drawn, ready = ChartCache(), [], Barrier(4)

    def draw(theme):
        drawn.append(theme)
        return Chart("one", "", "", b"")

    def look():
        ready.wait()
        return album.picture("same", draw)

    with ThreadPoolExecutor(4) as pool:
        charts = list(pool.map(lambda _: look(), range(4)))
    assert len(drawn) == 1
    assert all(chart is charts[0] for chart in charts)


def test_a_kept_picture_does_not_wait_for_one_that_is_being_drawn():
    album, drawing, may_end = ChartCache(), Event(), Event()
    album.picture("kept", lambda theme: Chart("kept", "", "", b""))

    def draw_slowly(theme):
        drawing.set()
        assert may_end.wait(10)
        return Chart("slow", "", "", b"")

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(album.picture, "slow", draw_slowly)
        assert drawing.wait(10)
        assert album.picture("kept", draw_slowly).name == "kept"
        may_end.set()
        assert slow.result().name == "slow"
