"""Whatever a reply holds, the message made of it is one that Discord takes, and shows names as they are."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.discord.custom_id import unpack
from bot.platforms.discord.draw import cut, draw, escape, length, view
from bot.reply import Action, Error, File, Link, Picture, Reply, Row
from tests.bot.platforms.discord.limits import check

words = st.text(alphabet=st.characters(), max_size=40) | st.sampled_from(
    ["*bold*", "[a](https://b.c)", "@everyone", "<@1>", "``` ", "😀" * 30, "\ud800", "# x", "a_b_c", "\\", "x" * 700]
)
texts = st.lists(words, max_size=6).map(" ".join) | words.map(lambda word: (word + " ") * 300)
rows = st.builds(
    Row,
    title=texts,
    url=st.none() | st.just("https://open.spotify.com/track/0VjIjW4GlUZAMYd2vXMi3b"),
    measure=st.none() | st.floats(-1, 2),
    amount=words,
    chips=st.lists(words, max_size=4).map(tuple),
    detail=texts,
)
actions = st.builds(
    Action, label=texts, command=words.map("/recommend {}".format), group=st.sampled_from(["", "More", "x" * 300])
)
replies = st.builds(
    Reply,
    title=texts,
    text=texts,
    rows=st.lists(rows, max_size=4).map(lambda some: tuple(some * 9)),
    numbered=st.booleans(),
    feedback=st.lists(texts, max_size=4).map(tuple),
    pictures=st.lists(st.builds(Picture, words, st.binary(max_size=9), texts), max_size=12).map(tuple),
    files=st.lists(st.builds(File, words, st.binary(max_size=9)), max_size=12).map(tuple),
    actions=st.lists(actions, max_size=60).map(tuple),
    error=st.none() | st.builds(Error, st.just("bad_value"), texts, texts),
)


@settings(deadline=None, max_examples=60)
@given(replies, texts, st.booleans(), st.booleans())
async def test_every_reply_makes_a_message_within_the_limits(reply, user, embeds, attachments):
    check(reply, user=user, embeds=embeds, attachments=attachments, most_bytes=5)
    drawing = draw(reply, attachments=attachments, most_bytes=5)
    assert attachments or not drawing.attached
    assert all(len(file.content) <= 5 for file in drawing.attached)


@given(texts, st.integers(30, 400))
def test_a_cut_text_fits_and_leaves_no_half_escape(text, most):
    cut_text = cut(escape(text), most)
    assert length(cut_text) <= most
    head = cut_text.split("…")[0] if "…" in cut_text and "…" not in text else ""
    assert (len(head) - len(head.rstrip("\\"))) % 2 == 0


def test_a_cut_text_ends_on_a_word_and_counts_what_is_left():
    assert cut("one two three four five six seven eight", 30) == "one two… (6 more)"


@given(words)
def test_an_escaped_text_reads_back_as_it_was(text):
    plain = re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", " ", text).strip()
    if "http" not in plain:
        assert re.sub(r"\\(.)", r"\1", escape(text)) == plain


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Blue - Eiffel", "[Blue - Eiffel](https://x.y/1)"),
        ("Blue (Da Ba Dee) - Eiffel", "[Blue (Da Ba Dee) - Eiffel](https://x.y/1)"),
        ("Blue [Live] - Eiffel", r"Blue \[Live\] - Eiffel [↗](https://x.y/1)"),
        ("**Blue** _x_ @everyone", r"[\*\*Blue\*\* \_x\_ \@everyone](https://x.y/1)"),
        ("<@123> <:a:1>", r"[\<\@123> \<:a:1>](https://x.y/1)"),
        ("https://evil.example", "https://evil.example [↗](https://x.y/1)"),
    ],
)
def test_links_and_names_survive_any_title(title, line):
    drawing = draw(Reply("Found", rows=(Row(title, "https://x.y/1"),)))
    assert drawing.embed.description == f"**1** {line}"


def test_rows_that_do_not_fit_are_counted():
    reply = Reply("Many", rows=tuple(Row(f"Track {n}", detail="d" * 300) for n in range(100)))
    lines = draw(reply).embed.description.split("\n")
    shown = sum(line.startswith("**") for line in lines)
    assert lines[-1] == f"… and {100 - shown} more"


def test_what_may_not_be_attached_is_told_in_words():
    reply = Reply("Chart", pictures=(Picture("a.png", b"png", "Pop rises"),), files=(File("list.csv", b"x"),))
    drawing = draw(reply, attachments=False)
    assert drawing.attached == ()
    assert drawing.embed.footer.text.split("\n") == [
        "I may not attach files here.", "The picture shows: Pop rises", "list.csv could not be attached."
    ]  # fmt: skip
    assert [file.alt for file in draw(reply).attached] == ["Pop rises", None]


async def test_actions_become_selects_and_buttons_that_say_what_they_amount_to():
    track = "0VjIjW4GlUZAMYd2vXMi3b"
    components = view(
        (
            Action("Blue", f'/similar track:"{track}"', group="More like"),
            Action("More energy", '/recommend energy:"very high"'),
            Action("Again", '/recommend energy:"very high"'),
            Action("Too long", "/recommend " + "".join(map(chr, range(0x4E00, 0x4E80)))),
        )
    ).to_components()
    select, button = (row["components"][0] for row in components)
    assert (select["placeholder"], unpack(select["options"][0]["value"])) == ("More like", f'/similar track:"{track}"')
    assert (button["label"], unpack(button["custom_id"])) == ("More energy", '/recommend energy:"very high"')
    assert len(components[1]["components"]) == 1


async def test_links_are_buttons_that_open_a_page():
    links = (Link("Spotify ↗", "https://open.spotify.com/track/abc"), Link("Too long", f"https://x.test/{'a' * 600}"))
    actions = tuple(Action(f"Button {number}", f"/help about:{number}") for number in range(30))
    rows = view(actions, links).to_components()
    buttons = [button for row in rows for button in row["components"]]
    assert len(rows) == 5
    assert len(buttons) == 25
    assert [button["url"] for button in buttons if "url" in button] == [links[0].url]
    assert "custom_id" not in buttons[0]


async def test_the_library_keeps_no_record_of_a_view():
    assert view((Action("A", "/help"),)).is_finished()
