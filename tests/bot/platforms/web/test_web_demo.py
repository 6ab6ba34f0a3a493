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


async def test_a_list_is_attached_or_pasted_and_the_words_beside_it_are_answered(
    visit, demo_place, conversation, expect, tmp_path
):
    page = await visit(demo_place.url)
    lines = "\n".join(f"{track.artists[0]} - {track.track_name}" for track in conversation.engine.best_known(3))
    table = tmp_path / "my set.txt"
    table.write_text(lines, encoding="utf-8")
    await expect(page.locator("#commands li").first).to_be_attached()
    await page.locator("#picker").set_input_files(table)
    await expect(page.locator("#attached")).to_contain_text("my set.txt")
    await page.locator("#text").fill("fill this up to 5 tracks")
    await page.locator("#text").press("Enter")
    # The first import reads all names, for which a busy machine takes its time.
    await expect(last(page, ".card")).to_contain_text("5 tracks: 3 of yours and 2 that fit", timeout=30_000)
    await expect(last(page, ".card")).to_contain_text("3 of 3 lines found")
    await page.locator("#text").evaluate(
        """(input, lines) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", lines);
            input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        lines,
    )
    await expect(page.locator("#attached")).to_contain_text("pasted.txt")
    await page.locator("#text").fill("put these in order")
    await page.locator("#text").press("Enter")
    await expect(last(page, ".card")).to_contain_text("Your list in order: 3 tracks", timeout=30_000)
