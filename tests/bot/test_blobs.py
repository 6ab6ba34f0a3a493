from bot.blobs import Blob, Blobs


def test_the_oldest_blobs_go_when_the_bound_is_reached():
    blobs = Blobs(most=2100)
    first, second = blobs.put(Blob("a", b"12345", "x")), blobs.put(Blob("b", b"12345", "x"))
    assert blobs.get(first) is not None
    third = blobs.put(Blob("c", b"1", "x"))
    assert [blobs.get(key) is None for key in (first, second, third)] == [True, False, False]


def test_a_blob_larger_than_the_bound_is_not_kept():
    blobs = Blobs(most=1030)
    assert blobs.get(blobs.put(Blob("a", b"12345678901", "x"))) is None


def test_ids_cannot_be_guessed():
    blobs = Blobs(most=10_000)
    keys = {blobs.put(Blob("a", b"", "x")) for _ in range(100)}
    assert len(keys) == 100
    assert all(len(key) >= 22 for key in keys)


def test_empty_blobs_are_bounded_too():
    blobs = Blobs(most=10_000)
    keys = [blobs.put(Blob("a", b"", "x")) for _ in range(100)]
    assert sum(blobs.get(key) is not None for key in keys) < 10
