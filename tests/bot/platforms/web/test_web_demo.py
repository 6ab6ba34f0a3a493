"""The page over the demo catalogue: the real commands, as a newcomer without any table meets them."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def expect():
    return pytest.importorskip("playwright.async_api").expect


def last(page, inside):
    return page.locator(".exchange").last.locator(inside)


async def test_recommend_refine_by_button_and_go_on_by_select(visit, demo_place, expect):
    page = await visit(demo_place.url)
    text = page.locator("#text")
    await text.fill("/recommend energy:high mood:happy")
    await text.press("Escape")
    await text.press("Enter")
    await expect(last(page, ".rows li")).to_have_count(5)
    await expect(last(page, ".bar")).to_have_count(5)
    await last(page, ".card").get_by_role("button", name="Calmer").click()
    await expect(last(page, ".asked strong")).to_have_text("Calmer")
    await expect(last(page, ".rows li")).to_have_count(5)
    title = await last(page, ".rows .title").nth(1).inner_text()
    await last(page, "select").first.select_option(index=2)
    await expect(last(page, ".asked strong")).to_contain_text(title)
    await expect(last(page, ".rows li")).to_have_count(5)


async def test_every_first_try_gets_an_answer(visit, demo_place, expect):
    page = await visit(demo_place.url)
    tries = page.locator("#tries button")
    await expect(tries).to_have_count(5)
    for number in range(5):
        await tries.nth(number).click()
        await expect(page.locator(".exchange .card")).to_have_count(number + 2)
    await expect(page.locator(".card.error")).to_have_count(0)


async def test_a_track_is_completed_from_the_catalogue(visit, demo_place, conversation, expect):
    page = await visit(demo_place.url)
    title = conversation.engine.catalogue.track(0).title
    await expect(page.locator("#commands li").first).to_be_attached()
    await page.locator("#text").fill(f"/similar track:{title.partition(' - ')[0]}")
    await expect(page.locator("#options")).to_contain_text(title)


async def test_a_misspelled_trait_gets_the_nearest_one(visit, demo_place, expect):
    page = await visit(demo_place.url)
    await page.locator("#text").fill("/recommend enrgy:high")
    await page.locator("#text").press("Enter")
    await expect(last(page, ".card.error")).to_contain_text("energy")
