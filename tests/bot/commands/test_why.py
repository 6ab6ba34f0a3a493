"""/why explains the list that /recommend gives."""

from bot.request import read_request
from engine.features import TRAITS


def test_why_explains_the_same_list_trait_by_trait(conversation):
    listed = conversation.answer(read_request("/recommend energy:high mood:happy"))
    explained = conversation.answer(read_request("/why energy:high mood:happy"))
    assert [row.title for row in explained.rows] == [row.title for row in listed.rows]
    assert all(f"{trait.name} " in row.detail for row in explained.rows for trait in TRAITS if trait.name != "tempo")
    assert [action.command for action in explained.actions] == ["/recommend energy:high mood:happy"]
