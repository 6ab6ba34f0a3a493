"""Names that people may have."""

import pytest

from bot.platforms.web.names import free_name, skeleton, tidy_name


@pytest.mark.parametrize(
    ("name", "tidy"), [(" A\n\x00d\u202ea ", "A d a"), ("x" * 99, "x" * 32), ("\u200b", ""), ("Zoë", "Zoë")]
)
def test_names_are_one_short_line_without_hidden_characters(name, tidy):
    assert tidy_name(name) == tidy


@pytest.mark.parametrize(
    "name",
    [
        "Cratebot", "crate bot", "c.r.a.t.e.b.o.t", "cratebot 2", "The CRATEBOT", "crateb0t", "cr4t3bot",
        "\uff43\uff52\uff41\uff54\uff45\uff42\uff4f\uff54",  # full width
        "crateb\u043et", "c\u0433\u0430\u0442\u0435\u0432\u043e\u0442",  # Cyrillic
        "cratebo\u03c4", "cr\u03b1tebot",  # Greek
        "\u1d04\u0280\u1d00\u1d1b\u1d07\u0299\u1d0f\u1d1b",  # small capitals
        "\U0001f172\U0001f181\U0001f170\U0001f183\U0001f174\U0001f171\U0001f17e\U0001f183",  # in squares
        "\U0001d4ec\U0001d4fb\U0001d4ea\U0001d4fd\U0001d4ee\U0001d4eb\U0001d4f8\U0001d4fd",  # mathematical script
        "c\u0336ratebot", "cratebot\ufe0f", "cratebot\u3164", "cratebot\u2800", "\u0188\u027da\u0167e\u0180\u00f8t",
    ],
)  # fmt: skip
def test_nobody_is_called_like_the_bot(name):
    assert free_name(name, ()) == "Guest"


@pytest.mark.parametrize("name", ["Crater", "Bot", "Zoë", "Иван", "日本", "🎵", "!!!", "Robert"])
def test_other_names_are_kept(name):
    assert free_name(name, ()) == name


def test_a_name_that_looks_like_one_that_is_taken_is_numbered():
    assert free_name("\u0410d\u0430", {skeleton("Ada")}) == "\u0410d\u0430 2"
    assert free_name("🎵", {skeleton("🎶")}) == "🎵"
