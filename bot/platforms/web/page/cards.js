// Questions and answers as elements. Every word goes in as text; nothing here reads HTML.

/** An element with attributes or properties, and children (nodes, or strings that become text). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** Paint an avatar with the first letter of a name and a colour of its own. */
export function paintAvatar(element, name) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 8;
  element.textContent = [...name][0]?.toUpperCase() ?? "?";
  element.dataset.hue = sum;
  return element;
}

/** What somebody typed, or the button that was pressed and what it stands for. */
export function question({ name, text, label, at, private: secret, own, asked_as: asked }, edit) {
  const [, command, rest] = /^(\/\S+)?([^]*)$/.exec(text);
  const said = label
    ? make("p", { class: "asked" }, make("strong", {}, label), label === text ? null : make("code", {}, text))
    : make("p", { class: "asked" }, command ? make("strong", {}, command) : null, rest);
  const time = new Date(at * 1000);
  return make("div", { class: "question" },
    paintAvatar(make("span", { class: "avatar", "aria-hidden": "true" }), name),
    make("div", { class: "said" },
      make("p", { class: "who" },
        make("strong", {}, name),
        make("time", { datetime: time.toISOString() }, clock.format(time)),
        secret ? make("span", { class: "badge" }, "only you see this") : null,
        own || asked ? make("button", { class: "edit", type: "button", onclick: () => edit(text) }, "Edit") : null),
      said));
}

/** The place of an answer, with whatever stands in it. */
export function answer(...content) {
  return make("div", { class: "answer" },
    make("img", { class: "avatar", src: "/page/icon.svg", alt: "", width: 36, height: 36 }),
    make("div", { class: "said" }, make("p", { class: "who" }, make("strong", {}, "cratebot")), ...content));
}

/** That an answer is being worked on, and how far it is once the server tells. */
export function working() {
  const bar = make("progress", { "aria-label": "Progress", hidden: true });
  const dots = make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
  const card = make("div", { class: "working" }, dots, make("span", { class: "what-now" }, "Working on it"), bar);
  card.say = (words) => (card.querySelector(".what-now").textContent = words);
  card.tell = (done, total) => {
    bar.hidden = false;
    bar.max = Math.max(total, 1);
    bar.value = Math.min(done, total);
  };
  return card;
}

/** A reply as a card. `ask(command, label)` is called when an action is chosen, `enlarge(picture)` when a picture is. */
export function card(reply, { ask, enlarge, tools = () => null }) {
  if (reply.error) return errorCard(reply, ask);
  return make("div", { class: "card" },
    make("h2", {}, reply.title),
    ...paragraphs(reply.text),
    rows(reply, tools),
    ...reply.pictures.map((picture) => pictureOf(picture, enlarge)),
    files(reply.files),
    understood(reply, ask),
    lines(reply),
    links(reply.links ?? []),
    actions(reply.actions, ask));
}

/** Where to go on outside: buttons that open a page of their own. */
function links(list) {
  if (!list.length) return null;
  return make("div", { class: "actions", role: "group", "aria-label": "Listen" },
    ...list.filter(({ url }) => url.startsWith("https://")).map(({ label, url }) =>
      make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label)));
}

/** An answer from before a restart: only its title is known until it is asked anew. */
export function keptCard({ title, request }, again) {
  const button = make("button", { type: "button" }, "Show the answer");
  button.addEventListener("click", () => {
    button.replaceWith("Working on it");
    again();
  });
  return make("div", { class: "card kept" },
    make("h2", {}, title),
    request ? make("div", { class: "actions" }, button) : null);
}

/** What the message was understood as, a part each; what can go has a × that asks without it. */
function understood({ chips, request }, ask) {
  if (!request) return null;
  const command = request.split(" ", 1)[0];
  return make("div", { class: "understood" },
    make("span", { class: "label" }, "Understood as "),
    make("code", { title: request }, command),
    make("ul", { role: "list", "aria-label": "Parts of the request" }, ...chips.map(({ label, without }) =>
      make("li", {}, label, without ? make("button", {
        type: "button", "aria-label": `Without ${label}`, title: `Without ${label}`,
        onclick: () => ask(without, `Without ${label}`),
      }, "×") : null))));
}

function errorCard(reply, ask) {
  return make("div", { class: "card error" },
    make("h2", {}, reply.title),
    make("p", {}, reply.error.message),
    reply.error.hint ? make("p", { class: "try" }, reply.error.hint) : null,
    actions(reply.actions, ask));
}

function paragraphs(text) {
  return text.split(/\n{2,}/).filter(Boolean).map((paragraph) => make("p", { class: "text" }, ...linked(paragraph)));
}

/** The text with its tracks' addresses as links. No other address becomes one, whoever wrote it. */
function linked(text) {
  return text.split(/(https:\/\/open\.spotify\.com\/[\w/]+)/).map((part, index) =>
    (index % 2 ? link({ title: part, url: part }) : part));
}

function rows(reply, tools) {
  if (!reply.rows.length) return null;
  const measured = reply.rows.some((row) => row.measure !== null || row.amount);
  const classes = `rows${measured ? " measured" : ""}${reply.numbered ? " numbered" : ""}`;
  const about = (row) => (row.track ? tools({ id: row.track, title: row.title }) : null);
  return make(reply.numbered ? "ol" : "ul", { class: classes, role: "list" }, ...reply.rows.map((row, index) =>
    make("li", {},
      reply.numbered ? make("span", { class: "number" }, String(index + 1)) : null,
      make("div", { class: "what" },
        make("span", { class: "title" }, link(row)),
        ...row.chips.map((chip) => make("span", { class: "chip" }, chip)),
        measured ? null : about(row)),
      measured ? measure(row, about(row)) : null,
      row.detail ? make("p", { class: "detail" }, row.detail) : null)));
}

/** The title as a link where it leads to a page; nothing but https may be one. */
function link({ title, url }) {
  if (!url?.startsWith("https://")) return title;
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title);
}

function measure({ measure: share, amount, measured }, below) {
  const name = measured ? make("span", { class: "measured-as" }, `${measured} `) : null;
  const place = make("div", { class: "measure" }, name, make("span", { class: "amount" }, amount));
  if (share !== null) {
    const fill = make("i");
    fill.style.width = `${100 * Math.min(Math.max(share, 0), 1)}%`;
    place.append(make("span", { class: "bar", "aria-hidden": "true" }, fill));
  }
  if (below) place.append(below);
  return place;
}

const light = matchMedia("(prefers-color-scheme: light)");

/** The page's colour scheme, which pictures follow. */
export const theme = () => (light.matches ? "light" : "dark");

/** The address of a picture in the page's theme, at 900 or 1800 pixels of width. */
export function source({ id, drawn }, scale = 1) {
  return drawn ? `/blob/${id}?theme=${theme()}&scale=${scale}` : `/blob/${id}`;
}

const pictures = new Set(); // of weak references to functions that paint a picture in the theme of now
light.addEventListener("change", () => {
  for (const weak of pictures) {
    const image = weak.deref();
    if (image) image.paint();
    else pictures.delete(weak);
  }
});

function pictureOf(picture, enlarge) {
  const { alt, width, height } = picture;
  const image = make("img", { alt, width, height, sizes: "(max-width: 700px) 92vw, 660px" });
  image.paint = () => {
    if (picture.drawn) image.srcset = `${source(picture)} ${width}w, ${source(picture, 2)} ${2 * width}w`;
    image.src = source(picture);
  };
  image.paint();
  pictures.add(new WeakRef(image));
  const button = make("button", { class: "picture", type: "button", "aria-haspopup": "dialog" }, image);
  button.addEventListener("click", () => enlarge(picture));
  image.addEventListener("error", () => button.replaceWith(make("p", { class: "gone" }, `Picture no longer kept: ${alt}`)));
  return button;
}

function files(list) {
  if (!list.length) return null;
  return make("ul", { class: "files", role: "list" }, ...list.map(({ id, name, bytes }) =>
    make("li", {},
      make("a", { class: "file", href: `/blob/${id}`, download: name },
        make("span", {}, name), make("span", { class: "size" }, size(bytes))))));
}

function size(bytes) {
  const [number, unit] = bytes < 1e3 ? [bytes, "bytes"] : bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${unit === "bytes" ? number : number.toFixed(1)} ${unit}`;
}

function lines(reply) {
  if (!reply.feedback.length) return null;
  return make("ul", { class: "feedback", role: "list" }, ...reply.feedback.map((line) => make("li", {}, line)));
}

function actions(list, ask) {
  if (!list.length) return null;
  const groups = new Map();
  for (const action of list) if (action.group) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  return make("div", { class: "actions", role: "group", "aria-label": "What to do next" },
    ...[...groups].map(([group, choices]) => select(group, choices, ask)),
    ...list.filter((action) => !action.group).map(({ label, command }) =>
      make("button", { type: "button", title: command, onclick: () => ask(command, label) }, label)));
}

function select(group, choices, ask) {
  const element = make("select", { "aria-label": group }, make("option", { value: "" }, group),
    ...choices.map(({ label, command }) => make("option", { value: command }, label)));
  element.addEventListener("change", () => {
    const chosen = choices[element.selectedIndex - 1];
    element.selectedIndex = 0;
    if (chosen) ask(chosen.command, `${group.replace(/[\s.…]+$/, "")} ${chosen.label}`);
  });
  // On a closed select an arrow key would choose at once; open it instead, so that choosing takes an Enter.
  element.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || !element.showPicker) return;
    event.preventDefault();
    element.showPicker();
  });
  return element;
}
