// The channel: what is asked, what comes back, who is here.

import { answer, card, make, paintAvatar, question, working } from "./cards.js";
import { offer, valueItem } from "./completion.js";
import { Connection } from "./connection.js";

const at = (id) => document.getElementById(id);
const [log, text, list, lost, newer] = ["log", "text", "options", "lost", "newer"].map(at);

// ---- Exchanges: a question and its answer, one element each -------------------------------------------------------

const KEPT = 300; // more than the server keeps
const shown = new Map(); // by id, and by the id it was asked under
const unanswered = new Map(); // what this page asked and has no answer to, by the id it was asked under

function show(exchange) {
  const known = shown.get(exchange.id) ?? shown.get(exchange.asked_as);
  if (known?.answered) return shown.set(exchange.id, known);
  const follow = nearEnd();
  const entry = known ?? { element: make("article", { class: "exchange" }) };
  shown.set(exchange.id, entry);
  if (exchange.asked_as) shown.set(exchange.asked_as, entry);
  entry.answered = Boolean(exchange.reply);
  entry.element.setAttribute("aria-label", `${exchange.name} asked ${exchange.text}`);
  if (!known) {
    entry.question = question(exchange);
    entry.working = working();
    entry.answer = answer(entry.working);
    entry.element.append(entry.question, entry.answer);
    log.append(entry.element);
    if (log.childElementCount > KEPT + 1) dropOldest();
  } else {
    const fresh = question(exchange);
    entry.question.replaceWith(fresh);
    entry.question = fresh;
  }
  if (exchange.reply) {
    const again = { label: "Ask again", command: exchange.text, group: "" };
    const reply = ["too_fast", "busy", "fault"].includes(exchange.reply.error?.code)
      ? { ...exchange.reply, actions: [again, ...exchange.reply.actions] } : exchange.reply;
    const drawn = card(reply, { ask: (command, label) => ask(command, { label, secret: exchange.private }), enlarge });
    entry.working.replaceWith(drawn);
    if (exchange.asked_as) forget(exchange.asked_as);
    const took = exchange.reply.elapsed_ms;
    if (took) entry.answer.querySelector(".who").append(make("span", { class: "took" }, duration(took)));
  }
  if (follow) toEnd(entry.element);
  else if (!known || exchange.reply) newer.hidden = false;
}

/** Let the oldest exchange go; the welcome stays first. */
function dropOldest() {
  const [, oldest] = log.children;
  for (const [id, { element }] of shown) if (element === oldest) shown.delete(id);
  oldest.remove();
}

function duration(milliseconds) {
  return milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function nearEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 120;
}

/** Scroll to the end, or to the start of the last exchange where it is taller than the view. */
function toEnd(element) {
  const top = element.offsetTop - log.offsetTop - 12;
  log.scrollTop = element.offsetHeight > log.clientHeight ? top : log.scrollHeight;
  newer.hidden = true;
}

newer.addEventListener("click", () => toEnd(log.lastElementChild));
log.addEventListener("scroll", () => nearEnd() && (newer.hidden = true), { passive: true });

// ---- Asking -------------------------------------------------------------------------------------------------------

/** Random and long enough that no two questions share it (`randomUUID` exists only on secure origins). */
function freshId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function ask(said, { label = "", secret = false, files = {} } = {}) {
  const id = freshId();
  const asked = { id, text: said, label, private: secret };
  unanswered.set(id, { ...asked, files });
  remember();
  newer.hidden = true;
  showOwn(asked);
  toEnd(shown.get(id).element);
  if (connection.open) deliver(unanswered.get(id));
}

/** Send a question; its files go ahead of it. The server answers an id once, however often it arrives. */
async function deliver({ files, ...asked }) {
  try {
    const sent = {};
    for (const [option, file] of Object.entries(files)) sent[option] = await upload(file);
    connection.send({ type: "ask", ...asked, files: sent });
    connection.expectWord();
  } catch (error) {
    if (!connection.open) return; // Asked again on return.
    const trouble = { code: "bad_value", message: error.message, hint: "Attach another file and ask again." };
    showOwn(asked, { title: "That did not work", error: trouble, actions: [] });
  }
}

/** Show what this page asked before the server has said so. */
function showOwn(asked, reply = null) {
  show({ ...asked, asked_as: asked.id, name: myName || "Guest", at: Date.now() / 1000, reply });
}

async function upload(file) {
  if (file.size > 20 * 2 ** 20) throw new Error(`${file.name} is larger than 20 MB.`);
  const response = await fetch(`/upload?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
  if (!response.ok) throw new Error(`${file.name} could not be sent: ${await response.text()}`);
  return (await response.json()).id;
}

function forget(id) {
  unanswered.delete(id);
  remember();
}

/** Questions outlive a reload of the page (files do not). */
function remember() {
  const plain = [...unanswered.values()].filter(({ files }) => !Object.keys(files).length);
  sessionStorage.setItem("unanswered", JSON.stringify(plain));
}

// ---- The connection -----------------------------------------------------------------------------------------------

let myName = localStorage.getItem("name") ?? "";
let commands = [];
let asking = 0; // the number of the last completion asked for
let countdown = 0;

const hear = {
  hello(message) {
    commands = message.commands;
    drawCommands();
    drawTries(message.tries);
    log.setAttribute("aria-busy", "true");
    message.log.forEach(show);
    log.removeAttribute("aria-busy");
    if (message.log.length) toEnd(log.lastElementChild);
    for (const { asked_as: own, text: said } of message.log) if (own && !spoken.includes(said)) spoken.push(said);
    for (const question of unanswered.values()) deliver(question);
  },
  you({ name }) {
    myName = name;
    at("my-name").textContent = name;
    paintAvatar(document.querySelector("#rename .avatar"), name);
  },
  people({ names }) {
    at("here").textContent = names.length === 1 ? "only you are here" : `${names.length} are here`;
    at("people").replaceChildren(...names.map((name) => make("li", {},
      paintAvatar(make("span", { class: "avatar small", "aria-hidden": "true" }), name), make("span", {}, name))));
  },
  exchange: show,
  progress({ id, done, total }) {
    shown.get(id)?.working.tell(done, total);
  },
  suggestions({ id, values }) {
    if (id !== asking || !offered?.ask) return;
    const { prefix } = offered.ask;
    offered.items.push(...values.map(({ label, value }) => valueItem(prefix, label, asTyped(label, value))));
    offered.ask = null;
    drawOffer();
  },
};

/** A label may be typed, and reads better; where it was cut short only the value names the thing. */
function asTyped(label, value) {
  return label.endsWith("…") ? value : label;
}

const connection = new Connection({
  opened() {
    clearInterval(countdown);
    lost.hidden = true;
    document.body.classList.remove("away");
    connection.send({ type: "join", name: myName });
  },
  heard: (message) => hear[message.type]?.(message),
  lost(retryAt) {
    document.body.classList.add("away");
    lost.hidden = false;
    at("lost-text").textContent = "Connection lost. What you ask will be sent when it is back.";
    at("here").textContent = "connection lost";
    clearInterval(countdown);
    countdown = setInterval(() => {
      const seconds = Math.ceil((retryAt - Date.now()) / 1000);
      at("retry").textContent = seconds > 1 ? `Try now (${seconds} s)` : "Try now";
    }, 250);
  },
});

at("retry").addEventListener("click", () => connection.retry());

for (const left of JSON.parse(sessionStorage.getItem("unanswered") ?? "[]")) {
  unanswered.set(left.id, { ...left, files: {} });
  showOwn(left);
}

// ---- First tries, people, pictures --------------------------------------------------------------------------------

function drawTries(tries) {
  at("tries").replaceChildren(...tries.map(({ label, command }) =>
    make("button", { type: "button", onclick: () => ask(command) }, make("span", {}, label), make("code", {}, command))));
}

function drawCommands() {
  at("commands").replaceChildren(...commands.map(({ name, summary }) => make("li", {},
    make("button", { type: "button", onclick: () => write(`/${name} `) },
      make("strong", {}, `/${name}`), make("span", {}, summary)))));
}

function enlarge(image) {
  const dialog = at("picture");
  const large = dialog.querySelector("img");
  large.src = image.src;
  large.alt = image.alt;
  dialog.querySelector("p").textContent = image.alt;
  dialog.showModal();
}

at("picture").addEventListener("click", (event) => event.target === event.currentTarget && event.currentTarget.close());

at("rename").addEventListener("click", () => {
  at("name").value = myName;
  at("name-dialog").showModal();
  at("name").select();
});
at("name-cancel").addEventListener("click", () => at("name-dialog").close());
at("name-form").addEventListener("submit", () => {
  const name = at("name").value.trim();
  if (!name) return;
  localStorage.setItem("name", name);
  myName = name;
  connection.send({ type: "rename", name });
});

// ---- The input line: completion, history, files -------------------------------------------------------------------

const spoken = []; // what was asked from here, oldest first
let recalled = 0; // how far back Up has gone
let offered = null; // what the list shows
let active = -1; // the item that arrow keys have reached
let pause = 0;
let attachment = null;

function write(words) {
  text.value = words;
  text.focus();
  text.setSelectionRange(words.length, words.length);
  considerOffer();
}

function considerOffer() {
  clearTimeout(pause);
  drawAttach();
  offered = offer(text.value.slice(0, text.selectionStart), commands);
  active = offered?.eager && offered.items.length ? 0 : -1;
  drawOffer();
  if (!offered?.ask) return;
  const { command, option, text: typed } = offered.ask;
  asking += 1;
  pause = setTimeout(() => connection.send({ type: "complete", id: asking, command, option, text: typed }), 70);
}

function closeOffer() {
  clearTimeout(pause);
  offered = null;
  drawOffer();
}

function drawOffer() {
  const items = offered?.items ?? [];
  const open = Boolean(items.length || offered?.hint);
  at("suggestions").hidden = !open;
  at("hint").hidden = !offered?.hint;
  at("hint").textContent = offered?.hint ?? "";
  list.hidden = !items.length;
  text.setAttribute("aria-expanded", String(items.length > 0));
  list.replaceChildren(...items.map((item, index) => make("li", {
    id: `option-${index}`, role: "option", "aria-selected": String(index === active), onclick: () => accept(item),
  }, make("span", { class: "what" }, item.label), item.about ? make("span", { class: "about" }, item.about) : null)));
  if (active >= 0) text.setAttribute("aria-activedescendant", `option-${active}`);
  else text.removeAttribute("aria-activedescendant");
  list.children[active]?.scrollIntoView({ block: "nearest" });
}

function accept(item) {
  const end = text.selectionStart;
  const before = text.value.slice(0, item.start ?? offered.start) + item.insert;
  const after = text.value.slice(end).trimStart();
  text.value = before + after;
  text.focus();
  text.setSelectionRange(before.length, before.length);
  considerOffer();
}

function recall(step) {
  const back = Math.min(Math.max(recalled + step, 0), spoken.length);
  if (back === recalled) return;
  recalled = back;
  text.value = back ? spoken.at(-back) : "";
  text.setSelectionRange(text.value.length, text.value.length);
  drawAttach();
}

const keys = {
  ArrowDown(items) {
    if (!items.length) return recalled > 0 && (recall(-1), true);
    active = active + 1 >= items.length ? 0 : active + 1;
    return drawOffer(), true;
  },
  ArrowUp(items) {
    if (!items.length) return recall(1), true;
    active = active <= 0 ? items.length - 1 : active - 1;
    return drawOffer(), true;
  },
  Tab(items) {
    return items.length > 0 && (accept(items[Math.max(active, 0)]), true);
  },
  Enter(items) {
    return active >= 0 && active < items.length && (accept(items[active]), true);
  },
  Escape() {
    return Boolean(offered) && (closeOffer(), true);
  },
};

text.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (keys[event.key]?.(offered?.items ?? [])) event.preventDefault();
});
text.addEventListener("input", () => {
  recalled = 0;
  considerOffer();
});
text.addEventListener("blur", closeOffer);
// A press on the list must not take the focus from the input line.
at("suggestions").addEventListener("mousedown", (event) => event.preventDefault());

addEventListener("keydown", (event) => {
  const elsewhere = event.target === document.body || event.target === log;
  if (event.key === "/" && elsewhere && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    write(text.value || "/");
  }
});

at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const said = text.value.trim();
  if (!said) return text.focus();
  const option = fileOption();
  const files = attachment && option ? { [option.name]: attachment } : {};
  text.value = "";
  recalled = 0;
  if (spoken.at(-1) !== said) spoken.push(said);
  closeOffer();
  attach(null);
  ask(said, { files });
  text.focus();
});

/** The file that the command being written takes, if any. */
function fileOption() {
  const name = /^\/(\S+)/.exec(text.value)?.[1].toLowerCase();
  return commands.find((command) => command.name === name)?.options.find((option) => option.type === "file");
}

function drawAttach() {
  const option = fileOption();
  at("attach").hidden = !option;
  at("attach").title = option?.description ?? "";
}

function attach(file) {
  attachment = file;
  at("attached").hidden = !file;
  at("attached-name").textContent = file?.name ?? "";
  if (!file) at("picker").value = "";
  drawAttach();
}

at("attach").addEventListener("click", () => at("picker").click());
at("picker").addEventListener("change", () => {
  attach(at("picker").files[0] ?? null);
  text.focus();
});
at("detach").addEventListener("click", () => attach(null));

if (matchMedia("(pointer: fine)").matches) text.focus();
