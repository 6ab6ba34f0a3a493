from hypothesis import given
from hypothesis import strategies as st

from engine.tokens import Token, join, tokens

keys = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True).filter(lambda key: key not in ("http", "https", "spotify"))
values = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip)


@given(st.lists(st.builds(Token, keys, values, st.booleans(), st.just(True))))
def test_what_is_written_is_read_back(parts):
    assert [(t.key, t.value, t.negated) for t in tokens(join(parts))] == [(t.key, t.value, t.negated) for t in parts]


@given(st.text())
def test_any_text_has_tokens_whose_text_reads_the_same(text):
    once = tokens(text)
    again = tokens(join(once))
    assert [(t.key, t.value, t.negated) for t in again] == [(t.key, t.value, t.negated) for t in once]


def test_keys_values_quotes_minus_and_links():
    found = tokens(
        "genre: pop -genre:rock like:“Re: Stacks” loud https://open.spotify.com/track/abc?x=1 spotify:track:abc"
    )
    assert [(t.key, t.value, t.negated) for t in found] == [
        ("genre", "pop", False),
        ("genre", "rock", True),
        ("like", "Re: Stacks", False),
        ("", "loud", False),
        ("", "https://open.spotify.com/track/abc?x=1", False),
        ("", "spotify:track:abc", False),
    ]


def test_an_unclosed_quote_runs_to_the_end():
    assert tokens('track:"Blinding Li')[0].value == "Blinding Li"


def test_a_value_of_two_slashes_reads_back():
    part = Token("track", "//x")
    assert [(t.key, t.value) for t in tokens(str(part))] == [("track", "//x")]
