"""The crates panel in real browsers: two people vote, drag and decide, each seeing the other at once."""

import pytest

from bot.memory import Caller, Memory
from bot.personal import saved

pytestmark = pytest.mark.asyncio(loop_scope="session")

SLACK = Caller("slack:1", "general", "slack:zoe", "Zoe", may_manage=True)


@pytest.fixture
def expect():
    return pytest.importorskip("playwright.async_api").expect


@pytest.fixture
def crate(conversation, engine):
    """A crate of three tracks, made by somebody who is not there; its memory ends with the test."""
    before, conversation.memory = conversation.memory, Memory.temporary()
    maker = Caller("web", "main", "web:maker", "Maker")
    conversation.memory.crates.new(maker, "summer ad")
    tracks = [saved(track) for track in engine.best_known(3)]
    conversation.memory.crates.add(maker, "summer ad", tracks)
    yield tracks
    conversation.memory.close()
    conversation.memory = before


async def with_panel(visit, place, **options):
    page = await visit(place.url, **options)
    await page.locator("#crates-button").click()
    await page.locator(".crate-item").nth(2).wait_for()
    return page


def votes(page, track, way):
    return page.locator(f'.crate-item[data-track="{track.track_id}"] .vote.{way}')


async def test_two_people_vote_and_each_sees_the_other_at_once(visit, demo_place, crate, expect, conversation):
    ada, bob = await with_panel(visit, demo_place), await with_panel(visit, demo_place)
    await votes(ada, crate[1], "up").click()
    await expect(votes(bob, crate[1], "up")).to_have_text("▲ 1")
    await expect(votes(ada, crate[1], "up")).to_have_attribute("aria-pressed", "true")
    await expect(votes(bob, crate[1], "up")).to_have_attribute("aria-pressed", "false")
    await votes(bob, crate[1], "up").click()
    await expect(votes(ada, crate[1], "up")).to_have_text("▲ 2")
    # One vote a person: pressing again takes it back, pressing the other one changes it.
    await votes(ada, crate[1], "up").click()
    await expect(votes(bob, crate[1], "up")).to_have_text("▲ 1")
    await votes(bob, crate[1], "down").click()
    await expect(votes(ada, crate[1], "down")).to_have_text("▼ 1")
    await expect(votes(ada, crate[1], "up")).to_have_text("▲ 0")
    # A press is no message: the channel stays as it was.
    await expect(ada.locator(".exchange")).to_have_count(1)


async def test_tracks_are_dragged_and_moved_by_keys_for_everybody(visit, demo_place, crate, expect):
    ada, bob = await with_panel(visit, demo_place), await with_panel(visit, demo_place)
    order = [track.title for track in crate]
    await expect(bob.locator(".crate-item .what strong")).to_have_text(order)
    first = await ada.locator(".crate-item").nth(0).bounding_box()
    await ada.locator(".handle").nth(2).hover()
    await ada.mouse.down()
    await ada.mouse.move(first["x"] + 60, first["y"] + 20, steps=5)
    await ada.mouse.up()
    moved = [order[2], order[0], order[1]]
    await expect(bob.locator(".crate-item .what strong")).to_have_text(moved)
    await expect(ada.locator(".crate-item .what strong")).to_have_text(moved)
    handle = ada.locator(".handle").nth(0)
    await handle.press("ArrowDown")
    await expect(bob.locator(".crate-item .what strong")).to_have_text(order[:1] + order[2:] + order[1:2])
    # The handle keeps the focus where its track went.
    await expect(ada.locator(".handle").nth(1)).to_be_focused()
    await ada.keyboard.press("ArrowDown")
    await expect(bob.locator(".crate-item .what strong")).to_have_text(order)


async def test_what_another_platform_changes_shows_by_itself(visit, demo_place, crate, expect, conversation):
    ada = await with_panel(visit, demo_place)
    people = conversation.memory.people
    people.link(SLACK, people.link_code(Caller("web", "main", "web:maker", "Maker")))
    conversation.memory.crates.vote(SLACK, "summer ad", crate[0].track_id, 1)
    await expect(votes(ada, crate[0], "up")).to_have_text("▲ 1")


async def ask(page, text):
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Escape")
    await page.locator("#text").press("Enter")


async def test_a_crate_in_the_log_follows_what_colleagues_do(visit, demo_place, crate, expect, conversation):
    ada, bob = await visit(demo_place.url), await visit(demo_place.url)
    await ask(ada, '/crate show "summer ad"')
    more = conversation.engine.best_known(4)[3]
    cards = [page.locator(".exchange").last.locator(".card") for page in (ada, bob)]
    for card in cards:
        await expect(card.locator("h2")).to_have_text("summer ad: 3 tracks")
    await ask(bob, f'/crate add "summer ad" track:{more.track_id}')
    await expect(ada.locator(".exchange")).to_have_count(3)
    first = ada.locator(".exchange").nth(1).locator(".card")
    await expect(first.locator("h2")).to_have_text("summer ad: 4 tracks")
    await expect(first).to_contain_text(more.track_name)
    # A vote under the card is no message: the card changes for everybody, the choice keeps the focus.
    choice = first.get_by_role("combobox").first
    await choice.focus()
    await choice.select_option(index=1)
    second = bob.locator(".exchange").nth(1).locator(".card")
    await expect(second).to_contain_text("+1 -0")
    await expect(first).to_contain_text("+1 -0")
    await expect(choice).to_be_focused()
    await expect(ada.locator(".exchange")).to_have_count(3)
    await bob.reload()
    await expect(second).to_contain_text("+1 -0")


async def test_a_track_goes_from_an_answer_into_a_new_crate(visit, demo_place, crate, expect):
    page = await with_panel(visit, demo_place)
    await page.locator("#crate-name").fill('Autumn "ad"')
    await page.locator("#crate-name").press("Enter")
    await expect(page.locator("#crate-choice option:checked")).to_have_text("Autumn 'ad' (0)")
    await page.locator("#text").fill("/recommend mood:calm limit:2")
    await page.locator("#text").press("Escape")
    await page.locator("#text").press("Enter")
    await page.locator('.tool[aria-label^="Put"]').nth(1).click()
    await expect(page.locator("#crate-choice option:checked")).to_have_text("Autumn 'ad' (1)")
    await page.locator('.tool[aria-label^="I like"]').first.click()
    await expect(page.locator("#toast")).to_contain_text("You like")
    await page.locator(".crate-item select").select_option("approved")
    await expect(page.locator(".crate-item.approved")).to_have_count(1)
    await page.locator("#crate-choice").select_option("summer ad")
    await expect(page.locator(".crate-item")).to_have_count(3)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 390)])
async def test_the_panel_can_be_used_by_everybody(visit, demo_place, crate, expect, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.async_playwright").Axe()
    page = await with_panel(
        visit,
        demo_place,
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        bypass_csp=True,
        reduced_motion="reduce",
    )  # fmt: skip
    await expect(page.locator("#crates")).to_be_visible()
    found = (await axe.run(page)).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.locator(".crate-item select").first.focus()
    await page.keyboard.press("Escape")
    await expect(page.locator("#crates")).to_be_hidden()
    await expect(page.locator("#crates-button")).to_be_focused()
