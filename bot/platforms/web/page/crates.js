// The crates panel: the team's shared lists, votes and order live for everybody who has it open.

import { make } from "./cards.js";

const at = (id) => document.getElementById(id);
const STATUSES = ["proposed", "shortlisted", "approved", "rejected", "contacted", "licensed"];

/** `"two words"` as a command takes it. */
const quoted = (text) => `"${text.replaceAll('"', "'")}"`;

export class Crates {
  #crate = null; // the crate that is shown, as the server told
  #wanted = ""; // the crate that was chosen
  #dragged = ""; // the track that is being dragged

  /** `send(message)` goes to the server, `press(command)` runs a command without a message in the channel. */
  constructor({ send, press }) {
    this.send = send;
    this.press = press;
    at("crates-button").addEventListener("click", () => this.toggle(!this.open));
    at("crates-close").addEventListener("click", () => {
      this.toggle(false);
      at("crates-button").focus();
    });
    at("crate-choice").addEventListener("change", () => this.choose(at("crate-choice").value));
    at("crate-new").addEventListener("submit", (event) => {
      event.preventDefault();
      const name = at("crate-name").value.trim();
      if (!name) return at("crate-name").focus();
      at("crate-name").value = "";
      this.#wanted = name;
      this.press(`/crate new ${quoted(name)}`);
      this.send({ type: "panel", open: true, crate: name });
    });
    at("crates").addEventListener("keydown", (event) => event.key === "Escape" && at("crates-close").click());
    if (localStorage.getItem("crates") === "open" && matchMedia("(min-width: 1024px)").matches) this.toggle(true, false);
  }

  get open() {
    return document.body.classList.contains("crates-open");
  }

  /** The name of the crate that tracks are put into. */
  get name() {
    return this.#crate?.name ?? "";
  }

  toggle(open, tell = true) {
    document.body.classList.toggle("crates-open", open);
    at("crates-button").setAttribute("aria-expanded", String(open));
    localStorage.setItem("crates", open ? "open" : "");
    if (tell) this.send({ type: "panel", open, crate: this.#wanted });
  }

  choose(name) {
    this.#wanted = name;
    this.send({ type: "panel", open: true, crate: name });
  }

  /** Tell the server anew after the connection was lost. */
  joined() {
    if (this.open) this.send({ type: "panel", open: true, crate: this.#wanted });
  }

  /** The server's word on all crates and the one that is shown. */
  draw({ crates, crate }) {
    this.#crate = crate;
    if (this.#dragged) return; // Redrawn when the drag ends.
    const focus = document.activeElement?.dataset?.focus;
    at("crate-choice").replaceChildren(...crates.map(({ name, tracks, archived }) =>
      make("option", { value: name, selected: name === crate?.name },
        `${name} (${tracks}${archived ? ", archived" : ""})`)));
    at("crate-choice").hidden = !crates.length;
    at("crate-about").textContent = crate ? this.#about(crate) : "A crate is a list that the team shares: put tracks in, "
      + "vote, decide. Name one to begin.";
    at("crate-items").replaceChildren(...(crate?.items ?? []).map((item, place) => this.#item(item, place)));
    if (focus) document.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
  }

  #about({ items, archived, by, approvers }) {
    const who = [...new Set([by, ...approvers])].join(", ");
    if (archived) return "Archived: it can be read, not changed.";
    const how = matchMedia("(hover: none)").matches ? "Drag tracks by their handles."
      : "Drag tracks, or use the arrow keys on a handle.";
    return items.length ? `Approvers: ${who}. ${how}`
      : "Nothing in it yet. Press + beside a track in the channel.";
  }

  #on(item, verb, rest = "") {
    return `/crate ${verb} name:${quoted(this.name)} track:${item.track_id}${rest}`;
  }

  #item(item, place) {
    const { track_id: id, title, artist, status, added_by: by, assigned, notes } = item;
    const fixed = this.#crate.archived;
    const handle = make("button", {
      type: "button", class: "handle", disabled: fixed, "data-focus": `${id} handle`,
      "aria-label": `Move ${title}, place ${place + 1}: arrow keys`, title: "Drag, or use the arrow keys",
    }, "⠿");
    const choice = make("select", { "aria-label": `Status of ${title}`, disabled: fixed, "data-focus": `${id} status` },
      ...STATUSES.map((one) => make("option", { value: one, selected: one === status }, one)));
    choice.addEventListener("change", () => this.press(this.#on(item, "status", ` status:${choice.value}`)));
    const facts = [`added by ${by}`, assigned ? `with ${assigned}` : "", ...notes.slice(-2)].filter(Boolean).join(" · ");
    const element = make("li", { class: `crate-item ${status}`, "data-track": id },
      handle,
      make("div", { class: "what" }, make("strong", {}, title), make("span", {}, artist)),
      make("div", { class: "votes", role: "group", "aria-label": `Votes for ${title}` },
        this.#vote(item, 1, fixed), this.#vote(item, -1, fixed)),
      make("small", {}, facts),
      choice);
    this.#makeMovable(element, handle, item, place);
    return element;
  }

  #vote(item, value, fixed) {
    const [word, count, sign] = value > 0 ? ["up", item.up, "▲"] : ["down", item.down, "▼"];
    const mine = item.mine === value;
    const button = make("button", {
      type: "button", class: `vote ${word}`, "aria-pressed": String(mine), disabled: fixed, "data-focus": `${item.track_id} ${word}`,
      "aria-label": `${value > 0 ? "For" : "Against"} ${item.title}: ${count}`,
    }, `${sign} ${count}`);
    button.addEventListener("click", () => this.press(this.#on(item, "vote", ` vote:${mine ? "none" : word}`)));
    return button;
  }

  #makeMovable(element, handle, item, place) {
    const move = (to) => this.press(this.#on(item, "move", ` place:${to}`));
    handle.addEventListener("keydown", (event) => {
      const to = { ArrowUp: place, ArrowDown: place + 2 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      if (to >= 1 && to <= this.#crate.items.length) move(to);
    });
    // Pointer events, since dragging by HTML's own events knows no touch.
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      handle.setPointerCapture(event.pointerId);
      this.#dragged = item.track_id;
      element.classList.add("dragged");
    });
    handle.addEventListener("pointermove", (event) => {
      if (!this.#dragged) return;
      const below = document.elementFromPoint(event.clientX, event.clientY)?.closest(".crate-item");
      for (const one of at("crate-items").children) one.classList.toggle("drop", one === below && one !== element);
    });
    const end = (dropped) => {
      if (!this.#dragged) return;
      const to = [...at("crate-items").children].findIndex((one) => one.classList.contains("drop"));
      this.#dragged = "";
      element.classList.remove("dragged");
      for (const one of at("crate-items").children) one.classList.remove("drop");
      if (dropped && to >= 0) move(to + 1);
      else this.choose(this.name); // What changed meanwhile.
    };
    handle.addEventListener("pointerup", () => end(true));
    handle.addEventListener("pointercancel", () => end(false));
  }
}

const ICONS = {
  like: "M3 9h3v8H3zM6 9l4-6c1.6 0 2 1.2 1.6 2.6L11 8h5l-1.4 9H6",
  block: "M4.7 4.7l10.6 10.6M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0z",
  add: "M10 4v12M4 10h12",
};

function icon(name) {
  const image = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", width: 15, height: 15, "aria-hidden": "true" })) {
    image.setAttribute(key, value);
  }
  const line = { d: ICONS[name], fill: "none", stroke: "currentColor", "stroke-width": 1.7, "stroke-linejoin": "round",
    "stroke-linecap": "round" };
  for (const [key, value] of Object.entries(line)) path.setAttribute(key, value);
  image.append(path);
  return image;
}

/** Small buttons beside a track: like it, never again, into the crate. */
export function trackTools({ id, title }, { press, crate }) {
  const tool = (name, label, command) => {
    const button = make("button", { type: "button", class: "tool", "aria-label": label, title: label }, icon(name));
    button.addEventListener("click", () => {
      const text = command();
      if (text) press(text, () => button.setAttribute("aria-pressed", "true"));
    });
    return button;
  };
  return make("span", { class: "tools", role: "group", "aria-label": `About ${title}` },
    tool("like", `I like ${title}`, () => `/like track:${id}`),
    tool("block", `Never again: ${title}`, () => `/block track:${id}`),
    tool("add", `Put ${title} into the crate`, () => {
      const name = crate();
      return name ? `/crate add name:${quoted(name)} track:${id}` : "";
    }));
}
