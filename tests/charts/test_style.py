"""Charts are words and a recipe: drawn in a theme, whatever the letters, and each at most once."""

import struct
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

from charts import DARK, LIGHT, Chart, ChartCache
from charts.render import canvas, drawable
from charts.trends import popularity_changes
from engine import Change, PopularityChanges


def chart(name, paint=lambda sheet: sheet.axes()):
    return Chart(name, name, "", "", 1.0, paint)


def width(png):
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">I", png[16:20])[0]


def test_the_cache_forgets_the_picture_looked_at_longest_ago():
    cache, drawn = ChartCache(size=2), []
    for name in ("a", "b", "a", "c", "a", "b"):
        cache.png(chart(name, lambda sheet, name=name: drawn.append(name)))
    assert drawn == ["a", "b", "c", "b"]


def test_themes_are_kept_apart():
    cache, drawn = ChartCache(), []
    for theme in (DARK, LIGHT, DARK):
        cache.png(chart("a", lambda sheet: drawn.append(sheet.theme.name)), theme)
    assert drawn == ["dark", "light"]


def test_a_light_picture_is_light():
    corners = []
    for theme in (DARK, LIGHT):
        with canvas("Title", "Subtitle", 1, theme) as sheet:
            assert sheet.axes().get_facecolor() == sheet.figure.get_facecolor()
            corners.append(sum(sheet.figure.get_facecolor()[:3]))
    assert corners[0] < 0.6 < 2.9 < corners[1]


def test_text_that_the_font_lacks_or_mathtext_would_read_is_drawn_as_it_stands():
    assert drawable("$a_b$ Ünï 東京 🎵") == "$a_b$ Ünï ·· ·"
    assert width(Chart("odd", "$\\frac{broken$ _x_ 東京", "100% $", "", 1.0, lambda sheet: None).png()) == 900


def test_rises_and_falls_are_drawn_from_before_to_after_whatever_the_names():
    def change(name, before, after):
        return Change(name, (0,), before, after, after - before, after - before)

    rose = (change("$x$ 東京 - " + "long " * 30, 10, 60), change("B", 20, 30))
    moved = popularity_changes(
        PopularityChanges("tracks", "2022-10", "2024-11", rose, (change("C", 50, 20),), 3, 2, 1, 10.0)
    )
    assert width(moved.png()) == 900
    assert "rose most, by 50 points" in moved.title
    assert "C 50 to 20" in moved.alt
    nothing_rose = PopularityChanges("genres", "2022-10", "2024-11", (), (change("C", 50, 20),), 1, 0, 1, -30.0)
    assert "No genre rose" in popularity_changes(nothing_rose).title


def test_many_who_ask_the_same_at_once_get_one_drawing():
    cache, drawn, ready = ChartCache(), [], Barrier(4)

    def look():
        ready.wait()
        return cache.png(chart("same", drawn.append))

    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(lambda _: look(), range(4)))
    assert len(drawn) == 1
    assert all(picture is pictures[0] for picture in pictures)


def test_a_kept_picture_does_not_wait_for_one_that_is_being_drawn():
    cache, drawing, may_end = ChartCache(), Event(), Event()
    kept = cache.png(chart("kept"))

    def draw_slowly(sheet):
        drawing.set()
        assert may_end.wait(10)

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(cache.png, chart("slow", draw_slowly))
        assert drawing.wait(10)
        assert cache.png(chart("kept", draw_slowly)) is kept
        may_end.set()
        assert slow.result().startswith(b"\x89PNG")
