// The input line: completion, what was asked before, files, the private switch.

import { make } from "./cards.js";
import { offer, valueItem } from "./completion.js";

const at = (id) => document.getElementById(id);
const [text, list] = ["text", "options"].map(at);

export class Composer {
  #commands = [];
  #spoken = []; // what was asked from here, oldest first
  #recalled = 0; // how far back Up has gone
  #offered = null; // what the list shows
  #active = -1; // the item that arrow keys have reached
  #asking = 0; // the number of the last completion asked for
  #pause = 0;
  #attachment = null;

  /** `send(said, {files, secret})` asks, `complete(question)` sends a question for completions to the server. */
  constructor({ send, complete }) {
    this.send = send;
    this.complete = complete;
    text.addEventListener("keydown", (event) => this.#key(event));
    text.addEventListener("input", () => {
      this.#recalled = 0;
      this.#consider();
    });
    text.addEventListener("blur", () => this.#close());
    // A press on the list must not take the focus from the input line.
    at("suggestions").addEventListener("mousedown", (event) => event.preventDefault());
    at("composer").addEventListener("submit", (event) => this.#submit(event));
    at("attach").addEventListener("click", () => at("picker").click());
    at("picker").addEventListener("change", () => {
      this.#attach(at("picker").files[0] ?? null);
      text.focus();
    });
    at("detach").addEventListener("click", () => this.#attach(null));
    text.addEventListener("paste", (event) => this.#pasted(event));
    at("private").addEventListener("click", () => {
      this.secret = !this.secret;
      text.focus();
    });
    if (matchMedia("(pointer: fine)").matches) text.focus();
  }

  set commands(commands) {
    this.#commands = commands;
    this.#drawAttach();
  }

  get secret() {
    return at("private").getAttribute("aria-pressed") === "true";
  }

  set secret(on) {
    at("private").setAttribute("aria-pressed", String(on));
    text.placeholder = on ? "Only you will see the answer" : "Say what you want to hear";
  }

  /** Add to what Up brings back. */
  remember(said) {
    if (this.#spoken.at(-1) !== said) this.#spoken.push(said);
  }

  write(words) {
    text.value = words;
    text.focus();
    text.setSelectionRange(words.length, words.length);
    this.#consider();
  }

  /** The server's completions for the question of that number. */
  suggested(id, values) {
    if (id !== this.#asking || !this.#offered?.ask) return;
    const { prefix, plain } = this.#offered.ask;
    // A label may be typed, and reads better; where it was cut short only the value names the thing.
    const typed = ({ label, value }) => (label.endsWith("…") ? value : label);
    this.#offered.items.push(...values.map((one) => (plain
      ? { label: one.label, about: "", insert: `${typed(one)} ` } : valueItem(prefix, one.label, typed(one)))));
    this.#offered.ask = null;
    this.#draw();
  }

  #consider() {
    clearTimeout(this.#pause);
    this.#drawAttach();
    this.#offered = offer(text.value.slice(0, text.selectionStart), this.#commands);
    this.#active = this.#offered?.eager && this.#offered.items.length ? 0 : -1;
    this.#draw();
    if (!this.#offered?.ask) return;
    const { command, option, text: typed } = this.#offered.ask;
    this.#asking += 1;
    const question = { id: this.#asking, command, option, text: typed };
    this.#pause = setTimeout(() => this.complete(question), 70);
  }

  #close() {
    clearTimeout(this.#pause);
    this.#offered = null;
    this.#draw();
  }

  #draw() {
    const items = this.#offered?.items ?? [];
    const hint = this.#offered?.hint ?? "";
    at("suggestions").hidden = !(items.length || hint);
    at("hint").hidden = !hint;
    at("hint").textContent = hint;
    list.hidden = !items.length;
    text.setAttribute("aria-expanded", String(items.length > 0));
    list.replaceChildren(...items.map((item, index) => make("li", {
      id: `option-${index}`, role: "option", "aria-selected": String(index === this.#active),
      onclick: () => this.#accept(item),
    }, make("span", { class: "what" }, item.label), item.about ? make("span", { class: "about" }, item.about) : null)));
    if (this.#active >= 0) text.setAttribute("aria-activedescendant", `option-${this.#active}`);
    else text.removeAttribute("aria-activedescendant");
    list.children[this.#active]?.scrollIntoView({ block: "nearest" });
  }

  #accept(item) {
    const end = text.selectionStart;
    const before = text.value.slice(0, item.start ?? this.#offered.start) + item.insert;
    text.value = before + text.value.slice(end).trimStart();
    text.focus();
    text.setSelectionRange(before.length, before.length);
    this.#consider();
  }

  #recall(step) {
    const back = Math.min(Math.max(this.#recalled + step, 0), this.#spoken.length);
    if (back === this.#recalled) return;
    this.#recalled = back;
    text.value = back ? this.#spoken.at(-back) : "";
    text.setSelectionRange(text.value.length, text.value.length);
    this.#drawAttach();
  }

  #keys = {
    ArrowDown: (items) => {
      if (!items.length) return this.#recalled > 0 && (this.#recall(-1), true);
      this.#active = this.#active + 1 >= items.length ? 0 : this.#active + 1;
      return this.#draw(), true;
    },
    ArrowUp: (items) => {
      if (!items.length) return this.#recall(1), true;
      this.#active = this.#active <= 0 ? items.length - 1 : this.#active - 1;
      return this.#draw(), true;
    },
    Tab: (items) => items.length > 0 && (this.#accept(items[Math.max(this.#active, 0)]), true),
    Enter: (items) => this.#active >= 0 && this.#active < items.length && (this.#accept(items[this.#active]), true),
    Escape: () => Boolean(this.#offered) && (this.#close(), true),
  };

  #key(event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (this.#keys[event.key]?.(this.#offered?.items ?? [])) event.preventDefault();
  }

  #submit(event) {
    event.preventDefault();
    const option = this.#fileOption();
    const said = text.value.trim() || (this.#attachment ? "/import" : "");
    if (!said) return text.focus();
    const files = this.#attachment && option ? { [option.name]: this.#attachment } : {};
    text.value = "";
    this.#recalled = 0;
    this.remember(said);
    this.#close();
    this.#attach(null);
    // What follows a private question is private too, until the switch is turned off.
    if (/(^|\s)private:\s*"?(yes|true|on|1)\b/i.test(said)) this.secret = true;
    this.send(said, { files, secret: this.secret });
    text.focus();
  }

  /** The file that the command being written takes, if any; a file with plain words or none is a list of tracks. */
  #fileOption() {
    const name = text.value.startsWith("/") ? /^\/(\S*)/.exec(text.value)[1].toLowerCase() : "import";
    return this.#commands.find((one) => one.name === name)?.options.find((option) => option.type === "file");
  }

  /** Pasted lines become a file: an input of one line would run them together. */
  #pasted(event) {
    const lines = (event.clipboardData?.getData("text/plain") ?? "").split(/\r?\n/).filter((line) => line.trim());
    if (lines.length < 2 || !this.#fileOption()) return;
    event.preventDefault();
    this.#attach(new File([lines.join("\n")], "pasted.txt", { type: "text/plain" }));
  }

  #drawAttach() {
    const option = this.#fileOption();
    at("attach").hidden = !option;
    at("attach").title = option?.description ?? "";
  }

  #attach(file) {
    this.#attachment = file;
    at("attached").hidden = !file;
    at("attached-name").textContent = file?.name ?? "";
    if (!file) at("picker").value = "";
    this.#drawAttach();
  }
}
