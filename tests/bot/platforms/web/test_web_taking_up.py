"""Two people on one page: each has a talk of their own, and one may take up the other's list."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def joined(person, demo_place):
    """People who are on the page of the demo catalogue."""

    async def join(name):
        one = await person()
        one.place = demo_place
        return await one.join(name)

    return join


async def test_talks_are_apart_and_a_list_may_be_taken_up_by_name(joined):
    ana, ben = await joined("Ana"), await joined("Ben")
    listed = await ana.answer("techno", "question1")
    assert "genre:jazz" in (await ben.answer("jazz", "question1"))["request"]
    assert "genre:techno" in (await ana.answer("calmer", "question2"))["request"]
    assert "genre:jazz" in (await ben.answer("calmer", "question2"))["request"]

    await ana.answer("techno", "question3")
    same = await ben.answer("@ana's list", "question3")
    assert (same["request"], same["rows"]) == (listed["request"], listed["rows"])
    changed = await ben.answer("@Ana's list but faster", "question4")
    assert changed["request"].endswith("genre:techno")
    assert "tempo:>" in changed["request"]
    one = await ben.answer("more like the second one of @ana’s list", "question5")
    assert one["request"].startswith("/recommend like:")


async def test_a_list_that_is_private_or_not_there_is_not_taken_up(joined):
    cara = await joined("Cara")
    await cara.answer("sad pop", "question1", private=True)
    reply = await cara.answer("@Cara's list but calmer", "question2")
    assert reply["error"]["message"] == "Cara has no list in this channel."
