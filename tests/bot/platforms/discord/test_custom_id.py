"""Requests in buttons: what is packed comes back, what was not packed is refused."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.discord import custom_id as compact
from bot.platforms.discord.custom_id import LONGEST, pack, unpack

TRACK = "0VjIjW4GlUZAMYd2vXMi3b"
ids = st.from_regex(r"[0-9A-Za-z]{22}", fullmatch=True)
pieces = st.one_of(
    st.text(max_size=30),
    ids,
    st.sampled_from(["/recommend ", 'energy:"very high" ', "mood:happy ", 'like:"', '" ', "\x01"]),
)


@given(st.lists(pieces, max_size=8).map("".join))
def test_what_is_packed_comes_back(text):
    packed = pack(text)
    if packed is not None:
        assert len(packed) <= LONGEST
        assert packed.isascii()
        assert packed.isprintable()
        assert unpack(packed) == text


@pytest.mark.parametrize(
    "text",
    [
        f'/recommend like:"{TRACK}" like:"4cOdK2wGLETKBW3PvgPWqT" unlike:"1301WleyT98MSxVHPZCA6M" energy:"very high"',
        f'/path a:"{TRACK}" b:"4cOdK2wGLETKBW3PvgPWqT" steps:7',
        '/recommend mood:happy energy:"very high" valence:"low" genre:"hip-hop" popularity:"low" explicit:no limit:10',
        '/recommend artist:"Arijit Singh" acousticness:"high" tempo:"110-125" page:3',
        "/playlist mood:calm to:energetic minutes:45",
        "/recommend ÅÄÖ 日本語 हिन्दी",
    ],
)
def test_the_requests_of_a_conversation_fit(text):
    assert unpack(pack(text) or "") == text


def test_what_does_not_fit_is_left_out():
    assert pack("".join(map(chr, range(0x4E00, 0x4E80)))) is None


def test_a_text_that_a_gateway_may_send_but_no_encoding_holds_is_left_out():
    assert pack("/recommend \ud800") is None


@given(st.text(max_size=120))
def test_an_id_from_elsewhere_is_refused_or_was_packed_here(custom_id):
    found = unpack(custom_id)
    assert found is None or pack(found) == custom_id


@given(st.integers(1, 60), st.sampled_from("!#$%&0aZ~"))
def test_an_altered_id_is_refused(at, letter):
    packed = pack(f'/similar track:"{TRACK}" limit:10 metric:euclidean') or ""
    altered = packed[:at] + letter + packed[at + 1 :]
    # 16 bits of checksum let one alteration in 65,536 through; none of these.
    if at < len(packed) and altered != packed:
        assert unpack(altered) is None


def test_an_id_that_unfolds_without_end_is_refused():
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, compact._WORDS)
    body = b"\x00" + (deflate.compress(b"a" * 12_000) + deflate.flush())
    forged = compact._VERSION + compact.b85encode(compact._checksum(body) + body).decode()
    assert len(forged) <= LONGEST
    assert unpack(forged) is None


def test_buttons_that_are_out_there_still_work():
    """If this fails, the layout or the dictionary changed: raise the version, then replace these figures."""
    assert unpack("1*scK{U?|$SO-dJ`v->EmQQuudV#1w;;wu0") == f'/recommend like:"{TRACK}" energy:"high"'
    assert (compact._VERSION, zlib.crc32(compact._WORDS)) == ("1", 3929654968)
