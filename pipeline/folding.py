"""Fold, split and hash whole columns of names, as ``engine.catalogue.names`` does one name at a time.

Many texts are folded at once as the lines of one, since Python's functions of a text are quick and calling them is not.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.catalogue.dictionary import HASH
from engine.catalogue.names import ADDITION, BRACKETS, SHORT_FOR, plain_letters, title_parts, unparted
from engine.recommend.words import without_markup
from pipeline.text_columns import changed

_PART: Final = 65_536  # texts that are folded at once
# Arrow's regular expressions agree with Python's on printable ASCII: elsewhere blanks, letters and case differ.
_UNUSUAL: Final = r"[^ -~]"
_HAS_PARTS: Final = r"(?i)[-(\[（【]|feat|ft"
_FROM_ADDITION: Final = rf"(?i)(?:{ADDITION.pattern})(?s:.*)"
_LONG: Final = rf"\b(?:{'|'.join(SHORT_FOR)})\b"
_BLANK: Final = ord(" ")
_BREAK: Final = ord("\n")


def fold_column(texts: pa.StringArray) -> pa.StringArray:
    """Each text as ``engine.catalogue.names.fold`` writes it; none may be null."""
    parts = [_fold_part(texts.slice(start, _PART)) for start in range(0, len(texts), _PART)]
    return pa.concat_arrays(parts) if parts else texts


def title_forms_column(titles: pa.StringArray) -> tuple[pa.StringArray, npt.NDArray[np.int32]]:
    """``engine.catalogue.names.title_forms`` of each title.

    Returns
    -------
    forms : StringArray
        Each different form once, in order of appearance.
    codes : int32, shape (n, 3)
        Places in ``forms`` of each title's three.
    """
    encoded = titles.dictionary_encode()
    distinct = encoded.dictionary
    begun, bare = _title_parts_column(distinct)
    is_begun, is_bare = pc.not_equal(begun, distinct), pc.not_equal(bare, begun)
    texts = pa.concat_arrays([distinct, begun.filter(is_begun), bare.filter(is_bare)])
    folded = fold_column(texts).dictionary_encode()
    own, of_begun, of_bare = np.split(
        folded.indices.to_numpy(), np.cumsum([len(distinct), pc.sum(is_begun).as_py() or 0])
    )
    codes = np.repeat(own[:, None], 3, axis=1)
    codes[is_begun.to_numpy(zero_copy_only=False), 1:] = of_begun[:, None]
    codes[is_bare.to_numpy(zero_copy_only=False), 2] = of_bare
    # Of places that are written several times the last one holds, so that backwards it is the first appearance.
    appears = np.empty(len(folded.dictionary), dtype=np.int64)
    appears[codes.ravel()[::-1]] = np.arange(codes.size)[::-1]
    order = np.argsort(appears)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return folded.dictionary.take(pa.array(order)), rank[codes][encoded.indices.to_numpy()]


def hash_column(texts: pa.StringArray) -> npt.NDArray[np.uint64]:
    """The 64-bit hash of each text, as ``engine.catalogue.dictionary.key_of`` gives it."""
    hashes = np.empty(len(texts), dtype="<u8")
    for start in range(0, len(texts), _PART):
        encoded = texts.slice(start, _PART).cast(pa.binary()).to_pylist()
        digests = b"".join([HASH(text).digest() for text in encoded])
        hashes[start : start + _PART] = np.frombuffer(digests, dtype="<u8")
    return hashes


def _fold_part(texts: pa.StringArray) -> pa.StringArray:
    ascii_only = pc.string_is_ascii(texts).to_numpy(zero_copy_only=False)
    if ascii_only.all():
        return _fold_lines(texts)
    # Apart, since one letter that is not ASCII slows down all the others of a text.
    places = np.concatenate([np.flatnonzero(ascii_only), np.flatnonzero(~ascii_only)])
    plain = int(ascii_only.sum())
    groups = [_fold_lines(texts.take(pa.array(group))) for group in (places[:plain], places[plain:]) if len(group)]
    return pa.concat_arrays(groups).take(pa.array(np.argsort(places)))


def _fold_lines(texts: pa.StringArray) -> pa.StringArray:
    rows = texts.to_pylist()
    lines = "\n".join(rows)
    if lines.count("\n") >= len(rows):
        lines = "\n".join(row.replace("\n", " ") for row in rows)
    folded = _words_of_lines(plain_letters(lines))
    folded = changed(folded, folded, pc.invert(pc.match_substring_regex(folded, _LONG)), _shortened)
    return changed(texts, folded, pc.greater(pc.binary_length(folded), 0), unparted)


def _words_of_lines(lines: str) -> pa.StringArray:
    """The words of each line of a text, parted by single blanks."""
    letters = np.frombuffer(lines.encode(), dtype=np.uint8)
    parting = (letters == _BLANK) | (letters == _BREAK)
    # Of a blank and what stands before it, one is enough; so it is of a blank and the end of a line.
    letters = letters[(letters != _BLANK) | ~np.append(True, parting[:-1])]
    letters = letters[(letters != _BLANK) | (np.append(letters[1:], _BREAK) != _BREAK)]
    breaks = letters == _BREAK
    ends = np.flatnonzero(breaks)
    text = letters[~breaks]
    offsets = np.concatenate([[0], ends - np.arange(len(ends)), [len(text)]]).astype(np.int32)
    return pa.StringArray.from_buffers(len(ends) + 1, pa.py_buffer(offsets), pa.py_buffer(text))


def _shortened(folded: str) -> str:
    return " ".join(SHORT_FOR.get(word, word) for word in folded.split(" "))


def _title_parts_column(titles: pa.StringArray) -> tuple[pa.StringArray, pa.StringArray]:
    """``engine.catalogue.names.title_parts`` of each title, but for blanks at the ends."""
    begun = _trimmed(pc.replace_substring_regex(titles, _FROM_ADDITION, ""), titles)
    bare = _trimmed(pc.replace_substring_regex(begun, BRACKETS.pattern, " "), begun)
    usual = pc.invert(pc.and_(pc.match_substring_regex(titles, _UNUSUAL), pc.match_substring_regex(titles, _HAS_PARTS)))
    begun = changed(titles, begun, usual, lambda title: title_parts(title)[0])
    return begun, changed(titles, bare, usual, lambda title: title_parts(title)[1])


def _trimmed(texts: pa.StringArray, otherwise: pa.StringArray) -> pa.StringArray:
    """Texts without blanks at their ends; another text where nothing is left."""
    trimmed = pc.ascii_trim(texts, " ")
    return pc.if_else(pc.equal(trimmed, ""), otherwise, trimmed)


def without_markup_column(texts: pa.StringArray) -> pa.StringArray:
    """Each text as ``engine.recommend.words.without_markup`` leaves it."""
    return changed(texts, texts, pc.invert(pc.match_substring_regex(texts, "<|&[^ ]")), without_markup)
