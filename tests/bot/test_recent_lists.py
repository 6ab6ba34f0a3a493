"""What somebody asked for last can be opened again, and is forgotten with the person."""

from bot.memory import Caller, Memory
from bot.recent_lists import MOST, RecentLists
from bot.reply import Reply, Row

ANA = Caller("slack:T1", "C1", "slack:U1", "Ana")
BO = Caller("slack:T1", "C1", "slack:U2", "Bo")


def answer(genre: str) -> Reply:
    return Reply(f"5 tracks · {genre}", rows=(Row("Song - Artist"),), request=f"/recommend genre:{genre}")


async def test_the_newest_comes_first_each_once_and_no_more_than_a_few():
    lists = RecentLists(Memory.temporary())
    for genre in ("jazz", "metal", "folk", "jazz", "disco", "polka", "techno"):
        await lists.note(ANA, answer(genre))
    await lists.note(ANA, Reply("hello"))
    await lists.note(BO, answer("pop"))
    kept = [request.removeprefix("/recommend genre:") for _, request in await lists.of(ANA)]
    assert kept == ["techno", "polka", "disco", "jazz", "folk"][:MOST]


async def test_they_go_with_the_person():
    memory = Memory.temporary()
    lists = RecentLists(memory)
    await lists.note(ANA, answer("jazz"))
    await lists.note(BO, answer("pop"))
    memory.people.forget(ANA)
    assert await lists.of(ANA) == ()
    assert len(await lists.of(BO)) == 1
