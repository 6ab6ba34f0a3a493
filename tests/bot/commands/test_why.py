"""/why explains the list that /recommend gives."""

from bot.conversation import Conversation
from bot.request import read_request
from engine.features import TRAITS


def test_why_explains_the_same_list_trait_by_trait(conversation):
    listed = conversation.answer(read_request("/recommend energy:high mood:happy"))
    explained = conversation.answer(read_request("/why energy:high mood:happy"))
    assert [row.title for row in explained.rows] == [row.title for row in listed.rows]
    assert all(f"{trait.name} " in row.detail for row in explained.rows for trait in TRAITS if trait.name != "tempo")
    assert [action.command for action in explained.actions] == ["/recommend energy:high mood:happy"]


def test_what_is_blocked_is_neither_explained_nor_saved(conversation):
    talk = Conversation(conversation.engine)
    first = talk.answer(read_request("/recommend energy:high mood:happy")).rows[0].data["track_id"]
    assert talk.answer(read_request(f"/block track:{first}")).ok
    listed = talk.answer(read_request("/recommend energy:high mood:happy"))
    assert first not in [row.data["track_id"] for row in listed.rows]
    for command in ("why", "save"):
        reply = talk.answer(read_request(f"/{command} energy:high mood:happy"))
        assert [row.title for row in reply.rows] == [row.title for row in listed.rows]
        assert all(first not in file.content.decode() for file in reply.files)
    talk.close()
