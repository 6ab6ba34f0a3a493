"""The trigrams of many texts are those of each."""

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.catalogue.names import fold, gram_codes
from pipeline import grams
from pipeline.postings import list_starts, places

_TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(fold), max_size=9)

_MANY = (0x4E00, 0x9FA0), (0xAC00, 0xD7A4), (0x20000, 0x2A000)  # more than 16 bits of letters


@pytest.fixture(scope="module", params=[3, 65_536])
def most(request):
    """How many texts stand in a part."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grams, "MOST_OWNERS", request.param)
        yield


@given(_TEXTS)
@example(["one two", "", "two", "\0", "a\0", "one two"])
def test_each_text_is_listed_under_its_trigrams_and_no_others(most, texts):
    parts = list(grams.gram_parts(pa.array(texts, pa.string())))
    codes, starts = list_starts(parts)
    held = [[] for _ in texts]
    for part, gram, place in places(parts, codes, starts):
        for number, at, owner in zip(gram.tolist(), place.tolist(), part.owners.tolist(), strict=True):
            assert starts[number] <= at < starts[number + 1]
            held[part.first + owner].append(int(codes[number]))
    assert held == [gram_codes(text) for text in texts]


def test_texts_of_too_many_different_letters_for_one_part_are_halved():
    letters = [chr(code) for start, end in _MANY for code in range(start, end)]
    texts = ["".join(letters[start : start + 2]) for start in range(0, len(letters), 2)]
    parts = list(grams.gram_parts(pa.array(texts, pa.string())))
    assert len(parts) > 1
    assert sum(part.size for part in parts) == len(texts)
    assert sum(len(part.owners) for part in parts) == sum(map(len, map(gram_codes, texts)))
