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
