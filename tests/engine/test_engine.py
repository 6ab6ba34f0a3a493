"""The facade: what a caller gets wrong is a sentence, also where no chat has checked it before."""

import pytest

from engine import UserError


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda engine, a, b: engine.path(a, b, steps=1), "steps goes from 3 to 25; 1 is outside"),
        (lambda engine, a, b: engine.path(a, b, steps=1000), "steps goes from 3 to 25"),
        (lambda engine, a, b: engine.playlist("mood:calm", minutes=-5), "minutes goes from 1 to 400"),
        (lambda engine, a, b: engine.playlist("mood:calm", minutes=5000), "minutes goes from 1 to 400"),
        (lambda engine, a, b: engine.similar(a, k=0), "limit goes from 1 to 50"),
        (lambda engine, a, b: engine.blend(a, b, k=51), "limit goes from 1 to 50"),
        (lambda engine, a, b: engine.emerging(k=0), "k goes from 1 to 1000"),
        (lambda engine, a, b: engine.suggest("words", "x"), 'There are no completions for "words"'),
        (lambda engine, a, b: engine.emerging("albums"), '"albums" cannot be emerging'),
    ],
)
def test_bounds_are_kept_by_the_engine_itself(engine, call, says):
    a, b = engine.catalogue.track(0).track_id, engine.catalogue.track(5000).track_id
    with pytest.raises(UserError) as caught:
        call(engine, a, b)
    assert says in str(caught.value)


def test_a_blend_takes_names_as_similar_does(engine):
    a, b = (engine.catalogue.track(row) for row in (0, 5000))
    assert engine.blend(a.track_id, b.track_id)[0].tracks == engine.blend(a, b)[0].tracks


def test_no_track_fits_limits_that_nothing_is_within(engine):
    tracks = [engine.catalogue.track(row) for row in range(3)]
    assert engine.fitting(engine.parse("energy:>0.99! energy:<0.99! tempo:<1!"), tracks) == ()
