// What lies above the channel: a picture at full size, the name, and on small screens the list of commands and people.

import { source } from "./cards.js";

const at = (id) => document.getElementById(id);

/** Show a picture over the whole window. It has its text once, as the image's own. */
export function enlarge(picture) {
  const dialog = at("picture");
  const large = dialog.querySelector("img");
  large.src = source(picture, 2);
  large.alt = picture.alt;
  large.width = 2 * picture.width;
  large.height = 2 * picture.height;
  const save = at("save-picture");
  save.href = large.src;
  save.download = picture.name;
  dialog.showModal();
}

at("picture").addEventListener("click", (event) => {
  if (event.target === event.currentTarget || event.target.classList.contains("stage")) event.currentTarget.close();
});

/** The dialog for the name: `current()` gives it, `rename(name)` takes the new one. */
export function nameDialog(current, rename) {
  at("rename").addEventListener("click", () => {
    at("name").value = current();
    at("name-dialog").showModal();
    at("name").select();
  });
  at("name-cancel").addEventListener("click", () => at("name-dialog").close());
  at("name-form").addEventListener("submit", () => {
    const name = at("name").value.trim();
    if (name) rename(name);
  });
}

/** The buttons that make a link for somebody new or for another device; `trouble(text)` is told what went wrong. */
export function linkDialog(trouble) {
  const make = async (whom, title, about) => {
    const response = await fetch(`/link/${whom}`, { method: "POST" }).catch(() => null);
    if (!response?.ok) return trouble(response ? await response.text() : "There is no connection.");
    at("link-title").textContent = title;
    at("link-about").textContent = about;
    at("link").value = location.origin + (await response.json()).path;
    at("link-dialog").showModal();
    at("link").select();
  };
  at("invite").addEventListener("click", () =>
    make("invite", "A link for somebody new", "Whoever opens it first, within a day, is in."));
  at("device").addEventListener("click", () =>
    make("device", "A link for your other device", "Open it there within 15 minutes. Whoever opens it goes on as you."));
  at("link-copy").addEventListener("click", async () => {
    at("link").select();
    // Only secure pages may write to the clipboard by the newer way.
    if (navigator.clipboard) await navigator.clipboard.writeText(at("link").value).catch(() => {});
    else document.execCommand("copy");
  });
}

/** Open or close the list of commands and people, which wide screens always show. */
export function menu(open) {
  document.body.classList.toggle("menu", open);
  at("menu").setAttribute("aria-expanded", String(open));
}

at("menu").addEventListener("click", () => menu(!document.body.classList.contains("menu")));
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !document.body.classList.contains("menu")) return;
  menu(false);
  at("menu").focus();
});
document.querySelector("main").addEventListener("click", () => menu(false));
