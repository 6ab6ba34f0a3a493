// The channel: what is asked, what comes back, who is here.

import { answer, card, keptCard, make, paintAvatar, question, theme, working } from "./cards.js";
import { Channels } from "./channels.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Crates, trackTools } from "./crates.js";
import { enlarge, linkDialog, menu, nameDialog } from "./dialogs.js";

const at = (id) => document.getElementById(id);
const [log, lost, newer] = ["log", "lost", "newer"].map(at);

// ---- Exchanges: a question and its answer, one element each -------------------------------------------------------

const KEPT = 1000; // more than the server keeps in its own memory
const shown = new Map(); // by id, and by the id it was asked under
const unanswered = new Map(); // what this page asked and has no answer to, by the id it was asked under
let unseen = 0; // answers that came while nobody looked

function show(exchange, { live = true } = {}) {
  const known = shown.get(exchange.id) ?? shown.get(exchange.asked_as);
  if (known?.answered) {
    if (known.changed !== exchange.changed) redraw(known, exchange);
    return shown.set(exchange.id, known);
  }
  const follow = live && nearEnd();
  const entry = known ?? { element: make("article", { class: "exchange" }) };
  shown.set(exchange.id, entry);
  if (exchange.asked_as) shown.set(exchange.asked_as, entry);
  entry.answered = Boolean(exchange.reply);
  entry.changed = exchange.changed;
  entry.element.setAttribute("aria-label", `${exchange.name} asked ${exchange.label || exchange.text}`);
  entry.element.dataset.at = exchange.at;
  const fresh = question(exchange, (words) => composer.write(words));
  if (!known) {
    entry.working = exchange.kept ? kept(exchange) : working();
    entry.answer = answer(entry.working);
    entry.element.append(fresh, entry.answer);
    place(entry.element);
    if (log.childElementCount > KEPT + 1) dropOldest();
  } else entry.question.replaceWith(fresh);
  entry.question = fresh;
  if (exchange.reply) drawReply(entry, exchange, live);
  else if (!connection.open) entry.working.say?.("Waiting for the connection");
  if (!live) return;
  if (follow) toEnd(entry.element);
  else if (!known || exchange.reply) newer.hidden = false;
}

function drawReply(entry, { text: said, asked_as: own, private: secret, reply }, live) {
  const again = { label: "Ask again", command: said, group: "" };
  const actions = ["too_fast", "busy", "fault"].includes(reply.error?.code) ? [again, ...reply.actions] : reply.actions;
  const go = (command, label) => (IN_PLACE.test(command) ? press(command, toast)
    : ask(command, { label, secret: secret || composer.secret, pressed: true }));
  const drawn = card({ ...reply, actions }, { ask: go, enlarge, tools });
  entry.working.replaceWith(drawn);
  entry.working = drawn;
  if (own) forget(own);
  const took = make("span", { class: "took" }, reply.elapsed_ms ? duration(reply.elapsed_ms) : "");
  entry.answer.querySelector(".took")?.remove();
  entry.answer.querySelector(".who").append(took);
  if (live) announce(reply);
}

// Votes and decisions are no messages: the card that they stand under changes.
const IN_PLACE = /^\/crate (vote|status)\b/;

/** Draw an answer anew, such as a crate that a colleague has changed; the focus stays where it was. */
function redraw(entry, exchange) {
  const controls = () => [...entry.working.querySelectorAll("button, select, a")];
  const focused = controls().indexOf(document.activeElement);
  const fromEnd = log.scrollHeight - log.scrollTop;
  const follow = nearEnd();
  entry.changed = exchange.changed;
  drawReply(entry, exchange, false);
  if (follow) log.scrollTop = log.scrollHeight - fromEnd;
  if (focused >= 0) controls()[focused]?.focus();
}

/** Tell screen readers the title and how much there is, and whoever has another window open that something came. */
function announce({ title, error, rows, pictures }) {
  const counts = [[rows.length, "row"], [pictures.length, "picture"]].filter(([count]) => count);
  const words = counts.map(([count, what]) => `${count} ${what}${count > 1 ? "s" : ""}`).join(", ");
  at("told").textContent = error ? error.message : [title, words].filter(Boolean).join(". ");
  if (document.visibilityState === "visible") return;
  unseen += 1;
  document.title = `(${unseen}) cratebot`;
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  unseen = 0;
  document.title = "cratebot";
});

function kept({ id, kept: old }) {
  return keptCard(old, () => connection.send({ type: "again", id }));
}

/** Put an exchange where its time belongs: mostly last. The welcome stays first. */
function place(element) {
  let before = log.lastElementChild;
  while (Number(before.dataset.at ?? 0) > Number(element.dataset.at)) before = before.previousElementSibling;
  before.after(element);
  for (const one of [element, element.nextElementSibling]) if (one) markDay(one);
}

const days = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

/** Write the day above the first exchange of another day. */
function markDay(element) {
  const day = (moment) => new Date(1000 * moment).toDateString();
  const before = element.previousElementSibling?.dataset.at ?? Date.now() / 1000;
  if (day(before) === day(element.dataset.at)) delete element.dataset.day;
  else element.dataset.day = days.format(new Date(1000 * element.dataset.at));
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

// ---- Earlier messages: a page at a time, when they are scrolled to ------------------------------------------------

at("older").addEventListener("click", askOlder);
new IntersectionObserver(([one]) => one.isIntersecting && askOlder(), { root: log }).observe(at("older"));

function askOlder() {
  const first = [...shown].find(([, { element }]) => element === log.children[1]);
  if (!first || at("older").disabled || at("older").hidden) return;
  at("older").disabled = connection.open;
  connection.send({ type: "older", before: first[0] });
}

function showOlder({ log: exchanges, more }) {
  const fromEnd = log.scrollHeight - log.scrollTop;
  exchanges.forEach((exchange) => show(exchange, { live: false }));
  at("older").disabled = false;
  at("older").hidden = !more || !exchanges.length;
  log.scrollTop = log.scrollHeight - fromEnd;
  if (wanted) seek();
}

// ---- One message, looked for in the channel and page by page before it ---------------------------------------------

let wanted = ""; // its id

function find(id, channel) {
  wanted = id;
  if (channel !== channels.here) channels.go(channel);
  else seek();
}

function seek() {
  const entry = shown.get(wanted);
  if (entry) {
    wanted = "";
    entry.element.scrollIntoView({ block: "center" });
    entry.element.classList.remove("looked-for");
    requestAnimationFrame(() => entry.element.classList.add("looked-for"));
  } else if (wanted && !at("older").hidden) askOlder();
  else wanted = "";
}

// ---- Presses that are no message: votes, likes, the order of a crate ------------------------------------------------

const pressed = new Map(); // what to do when it went well, by id
let toasting = 0;

function press(command, done = () => {}) {
  const id = freshId();
  pressed.set(id, done);
  connection.send({ type: "press", id, command });
}

function toast(text, wrong = false) {
  at("toast").textContent = text;
  at("toast").hidden = false;
  at("toast").classList.toggle("wrong", wrong);
  clearTimeout(toasting);
  toasting = setTimeout(() => (at("toast").hidden = true), wrong ? 6000 : 2500);
}

function tools(track) {
  return trackTools(track, {
    press: (command, done) => press(command, (text) => {
      done();
      toast(text);
    }),
    crate() {
      if (!crates.open) crates.toggle(true);
      if (!crates.name) toast("Choose a crate first, or make one.");
      return crates.name;
    },
  });
}

// ---- Asking -------------------------------------------------------------------------------------------------------

/** Random and long enough that no two questions share it (`randomUUID` exists only on secure origins). */
function freshId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function ask(said, { label = "", secret = false, pressed = false, files = {} } = {}) {
  const id = freshId();
  const asked = { id, text: said, label, private: secret, pressed };
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
    connection.send({ type: "ask", ...asked, theme: theme(), files: sent });
    connection.expectWord();
  } catch (error) {
    if (!connection.open) return; // Asked again on return.
    const trouble = { code: "bad_value", message: error.message, hint: "Attach another file and ask again." };
    showOwn(asked, { title: "That did not work", error: trouble, actions: [], rows: [], pictures: [] });
  }
}

/** Show what this page asked before the server has said so. */
function showOwn(asked, reply = null) {
  show({ ...asked, asked_as: asked.id, own: true, name: myName || "Guest", at: Date.now() / 1000, reply });
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

/** Ask once more by itself what came too fast. */
function askLater(exchange) {
  const left = unanswered.get(exchange.asked_as);
  if (!left) return;
  shown.get(exchange.asked_as)?.working.say(`Many questions at once: this one is asked in ${exchange.again_in_s} s`);
  setTimeout(() => unanswered.has(left.id) && connection.open && deliver(left), 1000 * exchange.again_in_s);
}

// ---- The connection -----------------------------------------------------------------------------------------------

let myName = localStorage.getItem("name") ?? "";
let countdown = 0;

const composer = new Composer({ send: ask, complete: (asked) => connection.send({ type: "complete", ...asked }) });

const channels = new Channels({ send: (message) => connection.send(message), find });
const crates = new Crates({ send: (message) => connection.send(message), press });

/** Show the newest exchanges of the channel that this page is in. */
function drawLog({ channels: names, channel, log: exchanges, more }) {
  const moved = channel !== log.dataset.channel;
  if (moved) {
    for (const element of [...log.children].slice(1)) element.remove();
    shown.clear();
  }
  log.dataset.channel = channel;
  channels.draw(names, channel);
  exchanges.forEach((exchange) => show(exchange, { live: false }));
  at("older").hidden = !more;
  newer.hidden = true;
  if (log.childElementCount > 1) toEnd(log.lastElementChild);
  if (wanted) seek();
}

const hear = {
  hello({ commands, welcome, log: exchanges, ...where }) {
    composer.commands = commands;
    drawCommands(commands);
    drawWelcome(welcome);
    drawLog({ log: exchanges, ...where });
    crates.joined();
    for (const { asked_as: asked, own, text: said } of exchanges) if (own || asked) composer.remember(said);
    for (const left of unanswered.values()) {
      if (shown.has(left.id)) shown.get(left.id).working.say("Working on it");
      else showOwn(left);
      deliver(left);
    }
    if (log.childElementCount > 1) toEnd(log.lastElementChild);
  },
  channel(where) {
    menu(false);
    drawLog(where);
  },
  channels: ({ channels: names }) => channels.draw(names),
  found: (message) => channels.found(message),
  crates: (message) => crates.draw(message),
  pressed({ id, ok, text }) {
    if (ok) pressed.get(id)?.(text);
    else toast(text, true);
    pressed.delete(id);
  },
  trouble: ({ text }) => toast(text, true),
  older: showOlder,
  you({ name }) {
    myName = name;
    at("my-name").textContent = name;
    paintAvatar(document.querySelector("#rename .avatar"), name);
  },
  people({ names, elsewhere }) {
    at("here").textContent = names.length === 1 ? "only you are here" : `${names.length} are here`;
    const person = (name, away) => make("li", { class: away ? "elsewhere" : null, title: away ? "In another channel" : null },
      paintAvatar(make("span", { class: "avatar small", "aria-hidden": "true" }), name), make("span", {}, name));
    at("people").replaceChildren(...names.map((name) => person(name)), ...elsewhere.map((name) => person(name, true)));
  },
  exchange(exchange) {
    if (exchange.again_in_s) return askLater(exchange);
    // An answer from before a restart, asked anew, is no news.
    const atEnd = nearEnd();
    show(exchange, { live: !exchange.kept });
    if (exchange.kept && atEnd) toEnd(log.lastElementChild);
  },
  progress({ id, done, total }) {
    shown.get(id)?.working.tell(done, total);
  },
  suggestions: ({ id, values }) => composer.suggested(id, values),
};

const connection = new Connection({
  opened() {
    clearInterval(countdown);
    lost.hidden = true;
    document.body.classList.remove("away");
    connection.send({ type: "join", name: myName, channel: channels.here });
  },
  heard: (message) => hear[message.type]?.(message),
  lost(retryAt) {
    document.body.classList.add("away");
    lost.hidden = false;
    at("lost-text").textContent = "Connection lost. What you ask will be sent when it is back.";
    at("here").textContent = "connection lost";
    at("people").replaceChildren();
    for (const id of unanswered.keys()) shown.get(id)?.working.say("Waiting for the connection");
    clearInterval(countdown);
    countdown = setInterval(() => {
      const seconds = Math.ceil((retryAt - Date.now()) / 1000);
      at("retry").textContent = seconds > 1 ? `Try now (${seconds} s)` : "Try now";
    }, 250);
  },
});

at("retry").addEventListener("click", () => connection.retry());

for (const left of JSON.parse(sessionStorage.getItem("unanswered") ?? "[]")) unanswered.set(left.id, { ...left, files: {} });

// ---- The welcome, commands, people --------------------------------------------------------------------------------

function drawWelcome({ catalogue, notice, tries }) {
  at("catalogue").textContent = catalogue;
  at("notice").hidden = !notice;
  at("notice").textContent = notice;
  at("tries").replaceChildren(...tries.map((sentence) =>
    make("button", { type: "button", onclick: () => ask(sentence, { secret: composer.secret }) }, sentence)));
}

function drawCommands(commands) {
  const write = (name) => {
    menu(false);
    composer.write(`/${name} `);
  };
  at("commands").replaceChildren(...commands.map(({ name, summary }) => make("li", {},
    make("button", { type: "button", onclick: () => write(name) },
      make("strong", {}, `/${name}`), make("span", {}, summary)))));
}

nameDialog(() => myName, (name) => {
  localStorage.setItem("name", name);
  myName = name;
  connection.send({ type: "rename", name });
});

linkDialog((text) => toast(text, true));

// The next person at this browser finds nothing of this one's.
at("leave").addEventListener("submit", () => {
  localStorage.clear();
  sessionStorage.clear();
});

addEventListener("keydown", (event) => {
  const elsewhere = event.target === document.body || event.target === log;
  if (event.key === "/" && elsewhere && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    composer.write(at("text").value || "/");
  }
});
