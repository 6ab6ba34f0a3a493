"""Commands over the team's memory: taste, crates, watch lists, digests, privacy."""

import io
import zipfile
from dataclasses import replace
from itertools import count
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import Conversation
from bot.memory import Caller
from bot.request import Upload, read_request

ANN = Caller("discord:1", "general", "discord:ann", "Ann")
BOB = Caller("discord:1", "general", "discord:bob", "Bob")


@pytest.fixture
def talk(engine):
    """The reply to a line of text that somebody says in a channel of a server."""
    conversation = Conversation(engine)

    def said(text, who=ANN, uploads=None, **more):
        return conversation.answer(replace(read_request(text, uploads=uploads), caller=replace(who, **more)))

    yield said
    conversation.memory.close()
    conversation.close()


@pytest.fixture
def ids(engine):
    return [track.track_id for track in engine.best_known(8)]


def tracks(reply):
    return [row.data["track_id"] for row in reply.rows]


def test_what_is_liked_leads_and_what_is_blocked_never_comes(talk, ids, engine):
    assert talk("/recommend for:me").error.hint.startswith("Say it: /like")
    talk(f"/like track:{ids[0]}")
    first = talk("/recommend for:me limit:10")
    assert first.ok
    assert ids[0] not in tracks(first)
    assert "near 1 like of yours" in first.feedback[0]
    artist = first.rows[0].data["artists"][0]
    talk(f'/block artist:"{artist}"')
    talk(f"/block track:{tracks(first)[1]} for:us")
    mine, others = talk("/recommend for:me limit:10"), talk("/recommend for:us limit:10", BOB)
    assert all(artist not in row.data["artists"] for row in mine.rows)
    assert tracks(first)[1] not in tracks(mine) + tracks(others)
    assert any(artist in row.data["artists"] for row in others.rows)


def test_blocks_hold_in_every_ranking_and_that_is_said(talk, ids):
    shown = talk(f"/blend a:{ids[0]} b:{ids[1]} limit:10")
    talk(f"/block track:{tracks(shown)[0]}")
    again = talk(f"/blend a:{ids[0]} b:{ids[1]} limit:10")
    assert tracks(again) == tracks(shown)[1:]
    assert any("1 left out" in line for line in again.feedback)
    assert tracks(talk(f"/blend a:{ids[0]} b:{ids[1]} limit:10", BOB)) == tracks(shown)


RANKINGS = (
    "/recommend limit:20", "/recommend for:me limit:20", "/recommend mood:calm limit:20", "/similar track:{a} limit:20",
    "/similar track:{a} metric:cosine limit:20", "/blend a:{a} b:{b} limit:20", "/path a:{a} b:{b} save:yes",
    "/playlist minutes:30 save:yes", "/save limit:20", "/why limit:20", "/emerging", "/emerging score:formula",
    '/artists like:"{artist}"', '/artist name:"{artist}"', "/crate fits crate",
)  # fmt: skip


@pytest.fixture(scope="module")
def one_conversation(engine):
    conversation = Conversation(engine)
    yield conversation
    conversation.memory.close()
    conversation.close()


_numbers = count()
_blocks = st.lists(st.tuples(st.integers(0, 19), st.sampled_from(("track", "artist"))), max_size=3)


@settings(max_examples=45)
@given(st.sampled_from(RANKINGS), _blocks, st.sampled_from(("me", "us")))
def test_what_is_blocked_is_never_shown(one_conversation, ranking, blocked, audience):
    a, b, c = one_conversation.engine.best_known(3)
    request = ranking.format(a=a.track_id, b=b.track_id, artist=c.artists[0])
    # Every example has a person, a channel and a workspace of its own.
    number = next(_numbers)
    who = Caller(f"discord:{number}", f"{number}", f"discord:{number}", "Ann")

    def said(text):
        return one_conversation.answer(replace(read_request(text), caller=who), pictures=False)

    said(f"/like track:{b.track_id}")
    said(f"/crate new crate track:{a.track_id} track:{b.track_id}")
    rows = [row for row in said(request).rows if row.data.get("track_id") not in (None, a.track_id, b.track_id)]
    ids, titles, by = [], [], []
    for place, kind in blocked if rows else ():
        row = rows[place % len(rows)]
        if kind == "track":
            titles.append(f"{row.data['track_name']} - {', '.join(row.data['artists'])}")
            ids.append(row.data["track_id"])
            said(f"/block track:{ids[-1]} for:{audience}")
        elif row.data["artists"][0] not in (*a.artists, *b.artists, *c.artists):
            by.append(row.data["artists"][0])
            said(f'/block artist:"{by[-1]}" for:{audience}')
    reply = said(request)
    assert {row.data.get("track_id") for row in reply.rows}.isdisjoint(ids)
    shown = [reply.title, *(f"{row.title} {row.data.get('artists')}" for row in reply.rows)]
    shown += [action.label for action in reply.actions] + [file.content.decode() for file in reply.files]
    assert [(one, name) for one in shown for name in (*titles, *by) if name in one] == []
    for action in reply.actions:
        number, dot, title = action.label.partition(". ")
        if reply.numbered and dot and action.group and number.isdecimal():
            assert reply.rows[int(number) - 1].title.startswith(title[:20])


def test_the_next_requests_keep_whose_taste_it_is(talk, ids):
    talk(f"/like track:{ids[0]}")
    reply = talk("/recommend for:me")
    nexts = [action.command for action in reply.actions if action.command.startswith("/recommend")]
    assert nexts
    for command in nexts:
        assert command.endswith(" for:me")
        assert len(command) < 60, "liked tracks are not spelt out"
        assert talk(command).ok


def test_taste_is_told_drawn_and_taken_back(talk, ids):
    for track_id in ids[:3]:
        talk(f"/like track:{track_id}")
    told = talk("/taste")
    assert told.title == "Your taste: 3 liked"
    assert told.text.startswith("Mostly ")
    assert [picture.name for picture in told.pictures] == ["taste.png"]
    (undo, *_) = (action for action in told.actions if action.group == "Take back ...")
    assert talk(undo.command).title == "Your taste: 2 liked"
    assert talk("/taste", BOB).title == "Your taste: nothing learned yet"
    assert talk("/taste for:us", BOB).title == "This channel's taste: 2 liked"
    assert talk('/taste without:"No Such"').error.code == "not_found"
    artist = talk(f"/track track:{ids[0]}").rows[0].data["artists"][0]
    talk(f'/like artist:"{artist}"', BOB)
    assert talk("/taste", BOB).text == f"Artists like {artist}."


def test_a_crate_goes_from_proposals_to_approval_and_export(talk, ids):
    talk("/crate new summer ad")
    assert tracks(talk(f'/crate add "summer ad" track:{ids[0]} track:{ids[1]}')) == ids[:2]
    voted = talk(f"/crate vote track:{ids[1]} vote:up", BOB)
    assert voted.rows[1].amount == "+1 -0"
    assert voted.live == talk("/crate summer ad".replace("summer ad", '"summer ad"')).live != ""
    assert talk(f"/crate status track:{ids[1]} status:approved", BOB).error.code == "not_allowed"
    assert talk(f"/crate status track:{ids[1]} status:approved").rows[1].data["status"] == "approved"
    assert tracks(talk('/crate show "summer ad" sort:votes')) == [ids[1], ids[0]]
    talk(f"/crate note track:{ids[0]} note:too slow", BOB)
    exported = talk("/crate export")
    assert "Bob: too slow" in exported.files[0].content.decode()
    audit, approved = talk("/crate audit"), talk("/crate").rows[1].data["track_name"]
    assert [row.data["by"] for row in audit.rows][:2] == ["Bob", "Ann"]
    assert audit.text == f"Ann approved {approved}."


def test_a_press_delivered_twice_counts_once_also_for_several_tracks(talk, ids):
    talk("/crate new summer ad")
    talk(f"/crate add track:{ids[0]} track:{ids[1]}")
    for _ in range(2):
        reply = talk(f"/crate note track:{ids[0]} track:{ids[1]} note:nice", key="interaction-1")
    assert [row.data["notes"] for row in reply.rows] == [["nice"], ["nice"]]


def test_what_fits_a_crate_is_not_in_it(talk, ids):
    talk(f'/crate new "summer ad" track:{ids[0]} track:{ids[1]} track:{ids[2]}')
    talk(f"/crate status track:{ids[2]} status:rejected")
    fits = talk("/crate fits")
    assert fits.rows
    assert not set(tracks(fits)) & set(ids[:3])
    assert "away from 1 rejected" in fits.feedback[0]
    popularity = [row.data["popularity"] for row in talk('/crate fits query:"popularity:<30!"').rows]
    assert popularity
    assert max(popularity) < 30
    (put, *_) = fits.actions
    assert len(talk(put.command).rows) == 4
    assert {row.data["trait"] for row in talk("/crate gaps").rows} == {"tempo", "energy", "valence", "duration"}
    flow = talk("/crate show sort:flow")
    assert sorted(tracks(flow)) == sorted(tracks(talk("/crate show")))


def test_every_press_of_the_memorys_replies_is_answered(talk, ids):
    talk(f'/crate new "summer ad" track:{ids[0]} track:{ids[1]}')
    talk(f"/like track:{ids[0]}")
    for text in ("/crate", "/crate list", "/crate fits", "/crate gaps", "/crate export", "/crate audit", "/taste",
                 f"/like track:{ids[1]}", f"/block track:{ids[5]}", "/watch genre:techno", "/privacy",
                 "/digest every:day at:9 zone:berlin", "/export", "/forget me"):  # fmt: skip
        reply = talk(text, may_manage=True)
        assert reply.ok, (text, reply.error)
        for action in reply.actions:
            if not action.command.startswith("/forget"):
                assert talk(action.command, may_manage=True).ok, action.command


def test_digests_are_for_managers_and_their_request_works(talk):
    assert talk("/digest every:monday").error.code == "not_allowed"
    made = talk("/digest every:monday at:9:30 what:recommend query:'calm' genre:jazz zone:berlin", may_manage=True)
    assert made.rows[0].title == "1. every monday at 09:30, Europe/Berlin"
    assert talk(made.rows[0].data["request"]).ok
    assert talk("/digest every:monday what:recommend", may_manage=True).error.code == "missing_parameter"
    assert talk("/digest every:monday at:25:00", may_manage=True).error.hint == "Try at:09:00."
    long = "9" * 5000
    assert talk(f"/digest every:monday at:{long}", may_manage=True).error.hint == "Try at:09:00."
    assert talk("/digest stop number:7", may_manage=True).error.code == "not_found"
    assert talk("/digest", may_manage=True).title == "1 digest"


def test_one_digest_is_stopped_without_its_number_and_of_several_it_is_asked_which(talk):
    talk("/digest every:monday", may_manage=True)
    talk("/digest every:friday", may_manage=True)
    asked = talk("/digest stop", may_manage=True)
    assert (asked.title, asked.feedback[0][:9]) == ("2 digests", "Say which")
    assert talk(asked.actions[0].command, may_manage=True).title == "1 digest"
    assert talk("/digest stop", may_manage=True).title == "0 digests"
    assert talk("/digest stop", may_manage=True).ok


@pytest.mark.parametrize("workspace", ["terminal", "mcp"])
def test_no_digest_is_made_where_nothing_can_be_posted(talk, workspace):
    refused = talk("/digest every:monday", replace(ANN, workspace=workspace), may_manage=True)
    assert refused.error.message == "Nothing can be posted here."
    watched = talk("/watch genre:techno", replace(ANN, workspace=workspace))
    assert "Nothing is posted here" in watched.feedback[0]


def test_a_watch_list_is_of_its_channel(talk):
    talk("/watch genre:techno")
    assert talk("/watch list").rows[0].data["genre"] == "techno"
    assert talk("/watch list", channel="other").rows == ()
    assert talk("/watch stop genre:techno").rows == ()


def test_forgetting_asks_first_and_leaves_crates(talk, ids):
    talk(f'/crate new "summer ad" track:{ids[0]}')
    assert talk("/forget me").title == "Are you sure?"
    assert talk("/export").title == "5 entries kept of you"
    talk("/forget me sure:yes")
    assert talk("/export").title == "0 entries kept of you"
    assert talk("/crate", BOB).rows[0].data["added_by"] == "someone"
    assert talk("/forget server sure:yes").error.code == "not_allowed"
    talk("/forget server sure:yes", may_manage=True)
    assert talk("/crate list", BOB).title == "0 crates"


def test_two_workspaces_share_crates_by_a_code(talk):
    talk('/crate new "summer ad"')
    code = talk("/link", may_manage=True).text.rsplit(":", 1)[1].strip()
    sue = Caller("slack:T1", "C1", "slack:sue", "Sue", may_manage=True)
    assert talk(f"/link code:{code}", sue).ok
    assert talk("/crate list", sue).rows[0].title == "summer ad"


def test_a_crate_is_exported_as_a_workbook_and_comes_back_from_its_csv(talk, ids):
    talk(f'/crate new "summer: ad" track:{ids[0]} track:{ids[1]}')
    talk(f'/crate note track:{ids[0]} note:"=1+1 <b>"')
    files = {file.name.rpartition(".")[2]: file for file in talk('/crate export "summer: ad"').files}
    with zipfile.ZipFile(io.BytesIO(files["xlsx"].content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        names = ElementTree.fromstring(book.read("xl/workbook.xml"))
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    assert names.find("x:sheets/x:sheet", space).get("name") == "summer ad"
    rows = [[cell.findtext(".//x:t", None, space) for cell in row] for row in sheet.iterfind(".//x:row", space)]
    assert (len(rows), rows[0][0], rows[1][0], rows[1][-1]) == (3, "track_id", ids[0], "Ann: =1+1 <b>")
    assert not sheet.findall(".//x:f", space)
    talk('/crate new "copy"')
    back = talk("/crate import copy", uploads={"file": Upload("x.csv", files["csv"].content)})
    assert tracks(back) == ids[:2]


def test_a_list_of_names_and_links_goes_into_a_crate_and_what_is_missing_is_said(talk, ids, engine):
    known = engine.find_track(ids[2])
    talk("/crate new copy")
    named = f"{known.track_name} - {known.artists[0]}"
    reply = talk(f'/crate import copy lines:"{named}; https://open.spotify.com/track/{ids[3]}; zzz qqq xyzzy"')
    assert tracks(reply) == ids[2:4]
    assert "Not in the catalogue: zzz qqq xyzzy" in reply.feedback[0]
    m3u = f"#EXTM3U\n#EXTINF:1,x\nhttps://open.spotify.com/track/{ids[4]}\n".encode()
    assert tracks(talk("/crate import copy", uploads={"file": Upload("a.m3u8", m3u)}))[-1] == ids[4]
    table = f'\ufeffTrack Name,Artist Name(s)\n"{known.track_name}","{known.artists[0]}"\n'.encode()
    assert "already" in " ".join(talk("/crate import copy", uploads={"file": Upload("a.csv", table)}).feedback)
    assert talk("/crate import copy", uploads={"file": Upload("a.bin", b"\xff\xfe")}).error.hint
    assert talk('/crate import copy lines:"zzz qqq xyzzy"').error.code == "not_found"


def test_rejected_tracks_stand_at_the_end_by_status_and_for_listening(talk, ids):
    talk(f'/crate new "summer ad" track:{ids[0]} track:{ids[1]} track:{ids[2]}')
    for number, status in enumerate(("rejected", "proposed", "licensed")):
        talk(f"/crate status track:{ids[number]} status:{status}")
    assert tracks(talk("/crate show sort:status")) == [ids[2], ids[1], ids[0]]
    assert tracks(talk("/crate show sort:flow"))[-1] == ids[0]
    talk(f"/crate status track:{ids[0]} status:proposed")
    talk(f"/crate status track:{ids[1]} status:rejected")
    assert tracks(talk("/crate show sort:flow"))[-1] == ids[1]


def test_tracks_are_moved_within_a_crate(talk, ids):
    talk(f'/crate new "summer ad" track:{ids[0]} track:{ids[1]} track:{ids[2]}')
    assert tracks(talk(f"/crate move track:{ids[2]} place:1")) == [ids[2], ids[0], ids[1]]
    assert tracks(talk(f"/crate move track:{ids[2]} place:99")) == ids[:3]
    assert talk(f"/crate move track:{ids[0]}").error.code == "missing_parameter"


def test_more_titles_than_are_searched_for_at_once_are_refused(talk, engine):
    tracks = engine.catalogue.tracks(range(11))
    reply = talk("/crate add name:x " + " ".join(f'track:"{track.track_name}"' for track in tracks))
    assert reply.error.message == "track takes at most 10 titles at once; 11 are named."
    reply = talk("/crate add name:x " + " ".join(f"track:{track.track_id}" for track in tracks))
    assert reply.error is None or "titles" not in reply.error.message
