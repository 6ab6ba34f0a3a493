// The channels by name, and the search in what was asked.

import { make } from "./cards.js";

const at = (id) => document.getElementById(id);
const when = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

export class Channels {
  #here = "main";

  /** `send(message)` goes to the server, `find(id)` scrolls to a message of the channel that is shown. */
  constructor({ send, find }) {
    this.send = send;
    this.find = find;
    this.#here = localStorage.getItem("channel") ?? "main";
    at("channel-new").addEventListener("submit", (event) => {
      event.preventDefault();
      const name = at("channel-name").value.trim();
      if (name) this.go(name);
      at("channel-name").value = "";
    });
    at("search-button").addEventListener("click", () => {
      at("search").showModal();
      at("search-text").select();
    });
    at("search-form").addEventListener("submit", (event) => event.preventDefault());
    for (const id of ["search-text", "search-everywhere"]) at(id).addEventListener("input", () => this.#search());
    at("search-close").addEventListener("click", () => at("search").close());
  }

  get here() {
    return this.#here;
  }

  go(name) {
    this.send({ type: "channel", name });
  }

  /** The server says which channels there are, and which one this page is in. */
  draw(names, here = this.#here) {
    this.#here = here;
    localStorage.setItem("channel", here);
    at("channel-title").textContent = here === "main" ? "cratebot" : `# ${here}`;
    at("channels").replaceChildren(...names.map((name) => make("li", {},
      make("button", { type: "button", "aria-current": name === here ? "true" : null, onclick: () => this.go(name) },
        `# ${name}`))));
  }

  #pause = 0;

  #search() {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.send({
      type: "search", text: at("search-text").value, everywhere: at("search-everywhere").checked,
    }), 150);
  }

  /** What the search found; answers to an earlier wording are passed over. */
  found({ text, found }) {
    if (text !== at("search-text").value) return;
    const none = text.trim() ? "Nothing was asked here with these words." : "";
    at("search-said").textContent = found.length ? `${found.length} found` : none;
    at("search-found").replaceChildren(...found.map((one) => make("li", {},
      make("button", { type: "button", onclick: () => this.#show(one) },
        make("span", { class: "who" }, `${one.name} · # ${one.channel} · ${when.format(new Date(1000 * one.at))}`),
        make("strong", {}, one.label || one.text),
        make("span", { class: "about" }, one.title)))));
  }

  #show({ id, channel }) {
    at("search").close();
    this.find(id, channel);
  }
}
