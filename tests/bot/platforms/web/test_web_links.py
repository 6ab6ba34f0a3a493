"""Links that let somebody in, and names that stay with their people."""

import re

import pytest

from bot.platforms.web.channel import Channel
from bot.platforms.web.links import DEVICE_S, INVITE_S, Links

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def expect():
    return pytest.importorskip("playwright.async_api").expect


async def test_a_link_is_good_once_and_for_its_time():
    now = [0.0]
    links = Links(lambda: now[0])
    invite, device = links.make(), links.make("ada")
    assert (links.look(invite), links.look(device), links.look("forged"), links.look("")) == ("", "ada", None, None)
    now[0] = DEVICE_S
    assert (links.look(invite), links.look(device)) == ("", None)
    links.use(invite)
    assert links.look(invite) is None
    late = links.make()
    now[0] += INVITE_S
    assert links.look(late) is None
    device = links.make("ada")
    links.end("ada")
    assert links.look(device) is None


async def enter(visit, place):
    page = await visit(place.url)
    await page.get_by_label("Passphrase of this channel").fill("open sesame")
    await page.get_by_role("button", name="Enter").click()
    return page


async def call(page, name):
    await page.locator("#rename").click()
    await page.locator("#name").fill(name)
    await page.locator("#name").press("Enter")


async def link(page, button):
    await page.get_by_role("button", name=button).click()
    await page.locator("#link").wait_for()  # The dialog opens once the link has come.
    made = await page.locator("#link").input_value()
    await page.get_by_role("button", name="Done").click()
    return made


async def test_an_invited_person_comes_in_as_somebody_new_and_once(visit, locked_place, expect):
    ada = await enter(visit, locked_place)
    await call(ada, "Ada")
    made = await link(ada, "Invite somebody")
    bob, eve = await visit(made), await visit(made)
    assert not re.search("#", bob.url)
    await bob.get_by_role("button", name="Come in").click()
    await call(bob, "Bob")
    await expect(ada.locator("#people li")).to_have_text(["AAda", "BBob"])
    await eve.get_by_role("button", name="Come in").click()
    await expect(eve.get_by_role("alert")).to_contain_text("That link is used or too old.")
    visit.complaints.clear()  # Chromium's own lines about the refusals.


async def test_another_device_goes_on_as_the_same_person_after_a_question(visit, locked_place, expect):
    ada = await enter(visit, locked_place)
    await call(ada, "Ada <b>")
    phone = await visit(await link(ada, "Use another device"), viewport={"width": 390, "height": 800})
    await phone.get_by_role("button", name="Come in").click()
    # Who is sent somebody else's link is told whose it is.
    await expect(phone.get_by_role("status")).to_have_text("You go on as Ada <b>. Come in only if that is you.")
    await phone.get_by_role("button", name="Come in").click()
    await expect(phone.locator("#my-name")).to_have_text("Ada <b>")
    await phone.locator("#private").click()
    await phone.locator("#text").fill("calm piano")
    await phone.locator("#text").press("Escape")
    await phone.locator("#text").press("Enter")
    await expect(ada.locator(".exchange").last.locator(".card")).to_contain_text("Heard: calm piano")
    # Logging out on one device leaves the other one in.
    await phone.locator("#menu").click()
    await phone.get_by_role("button", name="Log out").click()
    await expect(phone.get_by_label("Passphrase of this channel")).to_be_visible()
    await ada.reload()
    await expect(ada.locator("#my-name")).to_have_text("Ada <b>")
    visit.complaints.clear()


async def test_the_name_of_who_has_asked_is_nobody_elses_while_away(person, place):
    place.channel = Channel(place.channel.conversation, keep=True)
    await place.close()
    await place.open()
    someone = await person()
    ada = await someone.join("Ada")
    await ada.answer("calm piano")
    await ada.socket.close()
    other = await (await person()).join("\u0410d\u0430")
    assert (await other.until("you"))["name"] == "\u0410d\u0430 2"
    again = await someone.join("Ada")
    assert (await again.until("you"))["name"] == "Ada"
