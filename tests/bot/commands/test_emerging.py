"""/emerging over the demo catalogue, which has the formula score only."""

import csv
import io

import pytest


def test_a_list_is_ranked_within_the_band_with_reasons_and_a_longer_file(ask):
    reply = ask("/emerging score:formula limit:5")
    scores = [row.data["emerging_score"] for row in reply.rows]
    assert scores == sorted(scores, reverse=True)
    assert all(40 <= row.data["popularity"] <= 70 and row.data["reasons"] for row in reply.rows)
    assert all(
        sum(row.data["parts"].values()) == pytest.approx(row.data["emerging_score"], abs=1e-3) for row in reply.rows
    )
    table = list(csv.DictReader(io.StringIO(reply.files[0].content.decode("utf-8-sig"))))
    assert [line["track_id"] for line in table[:5]] == [row.data["track_id"] for row in reply.rows]
    assert len(table) > 5
    assert reply.pictures


def test_a_genre_and_a_band_are_kept_when_the_kind_is_changed(ask):
    reply = ask("/emerging genre:techno score:formula popularity:10-60")
    assert all("techno" in row.data["genres"] for row in reply.rows)
    (other,) = [action.command for action in reply.actions if action.label == "Artists"]
    assert {"genre:techno", "popularity:10-60", "kind:artists"} <= set(other.split())
    again = ask(other)
    assert again.ok, again.error
    assert again.rows[0].data["best"]


@pytest.mark.parametrize(("written", "low", "high"), [("<40", 0, 40), (">=60", 60, 100)])
def test_a_band_may_be_written_as_a_comparison(ask, written, low, high):
    reply = ask(f"/emerging score:formula popularity:{written}")
    assert reply.rows
    assert all(low <= row.data["popularity"] <= high for row in reply.rows)


def test_one_track_is_explained_part_by_part_also_outside_the_band(ask, engine):
    best_known = engine.best_known(1)[0]
    reply = ask(f"/emerging track:{best_known.track_id} score:formula")
    parts = [row.data["value"] for row in reply.rows if "part" in row.data]
    assert len(parts) == 5
    assert sum(parts) == pytest.approx(reply.rows[0].data["emerging_score"], abs=1e-3)
    assert (best_known.popularity > 70) == ("outside that band" in reply.text)


def test_without_the_learned_score_the_formula_answers_and_it_is_said(ask_untrained):
    reply = ask_untrained("/emerging")
    assert reply.ok
    assert any("no learned score" in line for line in reply.feedback)
    assert not any("score:relative" in action.command for action in reply.actions)
    assert ask_untrained("/emerging score:relative").request == "/emerging score:relative"


def test_the_former_name_of_the_absolute_score_is_still_understood(ask, engine):
    if "absolute" in engine.rising.scores:
        assert ask("/emerging score:breakout").request == "/emerging score:absolute"
    else:
        assert ask("/emerging score:breakout").rows
