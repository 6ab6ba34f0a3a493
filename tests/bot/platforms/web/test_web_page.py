"""The page in a real browser, as people meet it."""

import re

import pytest
from made_up_commands import HOSTILE

from bot.platforms.web.channel import Channel

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def expect():
    return pytest.importorskip("playwright.async_api").expect


async def say(page, text):
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Escape")
    await page.locator("#text").press("Enter")


def last_card(page):
    return page.locator(".exchange").last.locator(".card")


async def test_the_first_visit_shows_five_sentences_and_what_the_catalogue_is(visit, place, expect):
    page = await visit()
    asked_for = []
    page.on("request", lambda request: asked_for.append(request.url))
    tries = page.locator("#tries button")
    await expect(tries).to_have_count(5)
    await expect(page.locator(".welcome")).to_contain_text("4 synthetic recordings in 2 genres.")
    await expect(page.locator(".welcome")).to_contain_text(".venv/bin/python -m engine fetch")
    await tries.first.click()
    await expect(last_card(page)).to_contain_text("Heard: something calm for a rainy sunday morning")
    await page.reload()
    await expect(last_card(page)).to_contain_text("Heard: something calm for a rainy sunday morning")
    assert asked_for
    assert all(url.startswith(place.url) for url in asked_for)


async def test_free_text_is_a_wish(visit, expect, made_up):
    page = await visit()
    await say(page, "calm piano for rain")
    await expect(last_card(page)).to_contain_text("Heard: calm piano for rain")
    assert made_up.runs == ["calm piano for rain"]


async def test_a_command_can_be_written_by_keyboard_alone(visit, expect):
    page = await visit()
    text, options = page.locator("#text"), page.locator("#options li")
    await expect(page.locator("#commands li")).to_have_count(7)
    await text.press_sequentially("/tu")
    await expect(options).to_have_text(["/tuneTracks near another: by sound."])
    await text.press("Enter")
    await expect(text).to_have_value("/tune ")
    await text.press_sequentially("track:green")
    await expect(options).to_have_text(["Blue in Green - Miles Davis"])
    await text.press("ArrowDown")
    chosen = await text.get_attribute("aria-activedescendant")
    await expect(page.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")
    await text.press("Tab")
    await expect(text).to_have_value('/tune track:"Blue in Green - Miles Davis" ')
    await text.press_sequentially("met")
    await text.press("Tab")
    await expect(options).to_have_text(["cosine", "euclidean"])
    await text.press("ArrowUp")
    await text.press("Enter")
    await expect(text).to_have_value('/tune track:"Blue in Green - Miles Davis" metric:euclidean ')
    await expect(text).to_have_attribute("aria-expanded", "true")
    await text.press("Escape")
    await expect(text).to_have_attribute("aria-expanded", "false")
    await text.press("Enter")
    await expect(last_card(page)).to_contain_text("Near Blue in Green - Miles Davis")
    await expect(text).to_be_focused()


async def test_free_words_of_a_name_are_completed_too(visit, expect):
    page = await visit()
    text = page.locator("#text")
    await expect(page.locator("#commands li")).to_have_count(7)
    await text.press_sequentially("/tune paint it")
    await expect(page.locator("#options li")).to_have_text(["Paint It, Black - The Rolling Stones"])
    await text.press("Tab")
    await expect(text).to_have_value('/tune track:"Paint It, Black - The Rolling Stones" ')


async def test_a_completion_can_be_clicked_and_typing_goes_on(visit, expect):
    page = await visit()
    await expect(page.locator("#commands li")).to_have_count(7)
    await page.locator("#text").press_sequentially("/tune track:green")
    await page.locator("#options li").click()
    await expect(page.locator("#text")).to_have_value('/tune track:"Blue in Green - Miles Davis" ')
    await expect(page.locator("#text")).to_be_focused()


async def test_up_brings_back_what_was_asked(visit, expect):
    page = await visit()
    text = page.locator("#text")
    for number, query in enumerate(("first query", "second query"), start=1):
        await say(page, query)
        await expect(page.locator(".exchange .card")).to_have_count(number + 1)
    await text.press("ArrowUp")
    await expect(text).to_have_value("second query")
    await text.press("ArrowUp")
    await expect(text).to_have_value("first query")
    await text.press("ArrowDown")
    await text.press("ArrowDown")
    await expect(text).to_have_value("")


async def test_buttons_and_selects_ask_on(visit, expect, made_up):
    page = await visit()
    await say(page, "/tune Blue")
    await last_card(page).get_by_role("button", name="Fewer").click()
    await expect(page.locator(".exchange").last.locator(".asked")).to_have_text("Fewer/tune x limit:1")
    await expect(last_card(page).get_by_role("listitem").first).to_contain_text("Blue Monday")
    await last_card(page).get_by_label("More like ...").select_option("Blue in Green - Miles Davis")
    await expect(last_card(page)).to_contain_text("Near Blue in Green")
    assert made_up.runs == ["Blue", "x", "Blue in Green"]


async def test_what_was_understood_stands_below_and_each_part_can_be_removed(visit, expect):
    page = await visit()
    await say(page, "/tune track:Blue metric:cosine")
    parts = last_card(page).get_by_role("list", name="Parts of the request")
    await expect(parts.get_by_role("listitem")).to_have_text(["Blue", "metric cosine×"])
    await parts.get_by_role("button", name="Without metric cosine").click()
    await expect(page.locator(".exchange").last.locator(".asked")).to_have_text("Without metric cosine/tune track:Blue")
    await expect(last_card(page)).to_contain_text("Near Blue")


async def test_a_name_inside_a_sentence_is_completed(visit, expect):
    page = await visit()
    text = page.locator("#text")
    await expect(page.locator("#commands li")).to_have_count(7)
    await text.press_sequentially("something like blue in")
    await expect(page.locator("#options li")).to_have_text(["Blue in Green - Miles Davis"])
    await text.press("Tab")
    await expect(text).to_have_value("something like Blue in Green - Miles Davis ")


async def test_an_earlier_question_can_be_edited_and_asked_again(visit, expect, made_up):
    page = await visit()
    await say(page, "calm piano")
    await expect(last_card(page)).to_contain_text("Heard: calm piano")
    await page.locator(".exchange").last.hover()
    await page.get_by_role("button", name="Edit").click()
    await expect(page.locator("#text")).to_have_value("calm piano")
    await page.locator("#text").press_sequentially(" trio")
    await page.locator("#text").press("Enter")
    await expect(last_card(page)).to_contain_text("Heard: calm piano trio")


async def test_the_switch_makes_questions_private(visit, expect):
    ada, bob = await visit(), await visit()
    await ada.get_by_role("button", name="Private").click()
    await say(ada, "a secret query")
    await expect(last_card(ada)).to_contain_text("Heard: a secret query")
    await ada.get_by_role("button", name="Private").click()
    await say(ada, "an open query")
    await expect(last_card(bob)).to_contain_text("Heard: an open query")
    await expect(bob.locator(".exchange")).to_have_count(2)


async def test_screen_readers_hear_the_title_and_the_count(visit, expect):
    page = await visit()
    await say(page, "/tune Blue")
    await expect(page.get_by_role("status")).to_have_text("Near Blue. 4 rows")
    await expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")


async def test_pictures_follow_the_scheme_of_the_page(visit, expect):
    page = await visit(color_scheme="light")
    await say(page, "/drawn")
    picture = last_card(page).get_by_role("img", name="A drawn chart")
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("image => image.naturalWidth") > 0
    assert "theme=light" in await picture.get_attribute("src")
    await page.emulate_media(color_scheme="dark")
    await expect(picture).to_have_attribute("src", re.compile("theme=dark"))


async def test_an_answer_that_comes_after_a_reload_stands_last(visit, expect, made_up):
    page = await visit()
    await say(page, "first")
    await expect(last_card(page)).to_contain_text("Heard: first")
    await say(page, "/slow")
    await expect(page.get_by_role("progressbar")).to_be_visible()
    await page.reload()
    await expect(page.locator(".exchange")).to_have_count(3)
    made_up.may_end.set()
    await expect(last_card(page)).to_contain_text("At last")


async def test_earlier_messages_come_when_they_are_scrolled_to(visit, expect):
    page = await visit()
    for number in range(35):
        await say(page, f"query {number}")
        await expect(last_card(page)).to_contain_text(f"Heard: query {number}")
    await page.reload()
    await expect(page.locator(".exchange")).to_have_count(21)
    await page.locator("#log").evaluate("log => (log.scrollTop = 0)")
    await expect(page.locator(".exchange")).to_have_count(36)
    await expect(page.locator(".exchange").nth(1)).to_contain_text("query 0")


async def test_rows_show_their_link_chips_and_bar(visit, expect):
    page = await visit()
    await say(page, "/tune Blue")
    row = last_card(page).get_by_role("listitem").nth(1)
    await expect(row.get_by_role("link")).to_have_attribute("href", "https://open.spotify.com/track/x")
    await expect(row.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer")
    await expect(row.locator(".chip")).to_have_text("rock")
    await expect(row.locator(".amount")).to_have_text("90")
    bar = await row.locator(".bar").evaluate("bar => bar.firstChild.offsetWidth / bar.offsetWidth")
    assert bar == pytest.approx(0.9, abs=0.02)


async def test_a_picture_is_described_and_enlarged_and_a_file_downloaded(visit, expect):
    page = await visit()
    await say(page, "/chart")
    picture = last_card(page).get_by_role("img", name="Energy rises over the years")
    await expect(picture).to_have_js_property("naturalWidth", 64)
    await picture.click()
    dialog = page.get_by_role("dialog", name="Picture")
    large = dialog.get_by_role("img", name="Energy rises over the years")
    await expect(large).to_have_count(1)
    assert await large.evaluate("image => image.offsetWidth") > 1000
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    async with page.expect_download() as download:
        await last_card(page).locator("a.file").click()
    assert (await download.value).suggested_filename.endswith(".csv")


async def test_a_mistake_says_what_was_wrong_and_what_to_do(visit, expect):
    page = await visit()
    await say(page, "/broken")
    await expect(last_card(page)).to_contain_text("No track is called <b>that</b>.")
    await expect(last_card(page)).to_contain_text("Nearest: this.")
    await expect(last_card(page).get_by_role("button")).to_have_text("Help on /broken")


async def test_a_long_request_shows_that_it_works_and_how_far_it_is(visit, expect, made_up):
    page = await visit()
    await say(page, "/slow")
    await expect(page.get_by_text("Working on it")).to_be_visible()
    await expect(page.get_by_role("progressbar")).to_have_js_property("value", 1)
    made_up.may_end.set()
    await expect(last_card(page)).to_contain_text("At last")
    await expect(page.get_by_text("Working on it")).to_be_hidden()


async def test_two_people_see_each_other_but_not_their_private_answers(visit, expect):
    ada, bob = await visit(), await visit()
    for page, name in ((ada, "Ada"), (bob, "Bob")):
        await page.locator("#rename").click()
        await page.get_by_role("textbox", name="What should we call you?").fill(name)
        await page.get_by_role("button", name="Save").click()
    await expect(ada.locator("#people li")).to_have_text(["AAda", "BBob"])
    await say(ada, "/tune secret private:yes")
    await expect(last_card(ada)).to_contain_text("Near secret")
    await expect(ada.get_by_text("only you see this")).to_be_visible()
    await last_card(ada).get_by_role("button", name="Fewer").click()
    await expect(last_card(ada)).to_contain_text("Near x")
    switch = ada.get_by_role("button", name="Private")
    await expect(switch).to_have_attribute("aria-pressed", "true")
    await switch.click()
    await say(ada, "/tune shared")
    await expect(last_card(bob)).to_contain_text("Near shared")
    await expect(bob.locator(".exchange").last.locator(".question")).to_contain_text("Ada")
    await expect(bob.locator(".exchange")).to_have_count(2)


async def test_hostile_names_are_shown_as_text(visit, expect):
    page, other = await visit(), await visit()
    await page.locator("#rename").click()
    await page.locator("#name").fill("<b>Eve</b><script>")
    await page.locator("#name").press("Enter")
    await expect(page.locator("#my-name")).to_have_text("<b>Eve</b><script>")
    await say(page, f"/tune {HOSTILE}")
    for view in (page, other):
        await expect(last_card(view).locator(".rows li").last).to_contain_text(HOSTILE)
        await expect(last_card(view).locator("a", has_text="Blue Monday")).to_have_count(0)
        await expect(view.locator(".exchange").last.locator(".who").first).to_contain_text("<b>Eve</b><script>")
        await expect(view).to_have_title("cratebot")
    await page.locator("#text").fill("/tune track:img")
    await expect(page.locator("#options li")).to_have_text([HOSTILE])


async def test_what_is_asked_while_the_connection_is_lost_is_answered_once_on_return(visit, place, expect, made_up):
    page = await visit()
    await say(page, "before")
    await expect(last_card(page)).to_contain_text("Heard: before")
    await place.close()
    await expect(page.get_by_role("alert")).to_contain_text("Connection lost")
    await say(page, "while away")
    await expect(page.get_by_text("Waiting for the connection")).to_be_visible()
    # Another process: it has never heard of this page.
    place.channel = Channel(place.channel.conversation)
    await place.open()
    await expect(last_card(page)).to_contain_text("Heard: while away")
    await expect(page.locator("#lost")).to_be_hidden()
    assert made_up.runs == ["before", "while away"]
    await expect(page.locator(".exchange")).to_have_count(3)
    visit.complaints.clear()  # Chromium's own lines about the refused connections.


async def test_a_question_under_way_when_the_line_breaks_is_answered_once(visit, place, expect, made_up):
    page = await visit()
    await say(page, "/slow")
    await expect(page.get_by_role("progressbar")).to_be_visible()
    for line in tuple(place.channel.lines):
        await line.close(1012)
    await expect(page.locator("#lost")).to_be_hidden()
    made_up.may_end.set()
    await expect(last_card(page)).to_contain_text("At last")
    assert made_up.runs == ["slow"]
    await expect(page.locator(".exchange")).to_have_count(2)


async def test_a_file_is_attached_and_one_too_large_gets_a_sentence(visit, expect, tmp_path):
    page = await visit()
    table = tmp_path / "songs.csv"
    await expect(page.locator("#commands li")).to_have_count(7)
    for size, said in ((9, "songs.csv: 9 bytes"), (21 * 2**20, "songs.csv is larger than 20 MB.")):
        await page.locator("#text").fill("/label ")
        await expect(page.get_by_role("button", name="Attach file")).to_be_visible()
        table.write_bytes(bytes(size))
        await page.locator("#picker").set_input_files(table)
        await expect(page.locator("#attached")).to_contain_text("songs.csv")
        await page.locator("#text").press("Escape")
        await page.locator("#text").press("Enter")
        await expect(last_card(page)).to_contain_text(said)


@pytest.mark.parametrize("width", [360, 1280])
async def test_nothing_is_cut_off_at_any_width(visit, expect, width):
    page = await visit(viewport={"width": width, "height": 780})
    await say(page, "/tune Blue")
    await expect(last_card(page)).to_contain_text("Near Blue")
    await say(page, "/chart")
    await expect(last_card(page)).to_contain_text("A chart")
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await page.locator("#log").evaluate("log => log.scrollWidth <= log.clientWidth")
    await expect(page.locator("#send")).to_be_in_viewport()


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
async def test_axe_finds_nothing(visit, expect, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.async_playwright").Axe()
    # Only axe's own script needs the policy out of its way.
    page = await visit(
        color_scheme=scheme, viewport={"width": width, "height": 780}, bypass_csp=True, reduced_motion="reduce"
    )
    for text in ("/tune Blue private:yes", "/chart", "/broken"):
        await say(page, text)
        await expect(last_card(page)).to_be_visible()
    await page.locator("#text").fill("/tune track:blue")
    await expect(page.locator("#options li")).to_have_count(2)
    found = [await axe.run(page)]
    await page.locator("#text").press("Escape")
    found.append(await axe.run(page))
    await page.get_by_role("img", name="Energy rises").click()
    found.append(await axe.run(page))
    assert all(len(result.response["passes"]) > 10 for result in found)
    violations = [violation for result in found for violation in result.response["violations"]]
    told = [(v["id"], v["impact"], [node["html"][:120] for node in v["nodes"]]) for v in violations]
    assert told == []


async def test_the_passphrase_opens_the_channel(visit, locked_place, expect):
    page = await visit(locked_place.url)
    await page.get_by_label("Passphrase of this channel").fill("wrong")
    await page.get_by_role("button", name="Enter").click()
    await expect(page.get_by_role("alert")).to_have_text("That is not the passphrase.")
    await page.get_by_label("Passphrase of this channel").fill("open sesame")
    await page.get_by_role("button", name="Enter").click()
    await say(page, "calm")
    await expect(last_card(page)).to_contain_text("Heard: calm")
    cookies = await page.evaluate("document.cookie")
    assert not re.search("cratebot", cookies)
    visit.complaints.clear()  # Chromium's own lines about the two refusals.


async def test_logging_out_closes_every_tab_of_the_browser_and_forgets_the_name(visit, locked_place, place, expect):
    page = await visit(locked_place.url)
    await page.get_by_label("Passphrase of this channel").fill("open sesame")
    await page.get_by_role("button", name="Enter").click()
    await page.locator("#rename").click()
    await page.locator("#name").fill("Ada")
    await page.locator("#name").press("Enter")
    await expect(page.locator("#my-name")).to_have_text("Ada")
    other = await page.context.new_page()
    await other.goto(locked_place.url)
    await expect(other.locator("#my-name")).to_have_text("Ada")
    await page.get_by_role("button", name="Log out").click()
    for tab in (page, other):
        await expect(tab.get_by_label("Passphrase of this channel")).to_be_visible()
    assert await page.evaluate("localStorage.length") == 0
    # Where there is no passphrase there is nothing to log out of.
    everybody = await visit(place.url)
    await expect(everybody.locator("#commands li")).to_have_count(7)
    await expect(everybody.get_by_role("button", name="Log out")).to_be_hidden()
    visit.complaints.clear()  # Chromium's own lines about the refusals.
