// What the text before the caret may become: commands, their options, and the options' values.

const KEY = /^[-−–]?([A-Za-z][A-Za-z_]*):(?!\/\/)\s*/;
const QUOTES = '"“”„«»';

/** The parts of a text: `{start, end, key, valueStart, value, inQuotes}`. */
function parts(text, at) {
  const found = [];
  while (at < text.length) {
    if (/\s/.test(text[at])) {
      at += 1;
      continue;
    }
    const start = at;
    const match = KEY.exec(text.slice(at));
    const key = match ? match[1].toLowerCase() : "";
    if (match) at += match[0].length;
    const valueStart = at;
    let value = "";
    const inQuotes = at < text.length && QUOTES.includes(text[at]);
    if (inQuotes) {
      at += 1;
      while (at < text.length && !QUOTES.includes(text[at])) {
        if (text[at] === "\\" && at + 1 < text.length) at += 1;
        value += text[at];
        at += 1;
      }
      at += 1;
    } else {
      while (at < text.length && !/\s/.test(text[at])) {
        value += text[at];
        at += 1;
      }
    }
    found.push({ start, end: at, key, valueStart, value, inQuotes });
  }
  return found;
}

/** `blind` as it stands, `two words` in quotes. */
export function quoted(value) {
  return /[\s"\\“”„«»]/.test(value) || value === "" ? `"${value.replace(/["\\]/g, "\\$&")}"` : value;
}

/**
 * What to offer for `text`, which ends at the caret.
 *
 * Returns null for nothing, or `{start, items, hint, ask, eager}`: an accepted item replaces the text from its own
 * `start`, or else this one; `ask` is a question for the server, `{command, option, text, prefix, plain}`; `eager` items are taken by Enter unasked.
 */
export function offer(text, commands) {
  if (!text.startsWith("/")) return offerName(text);
  const space = text.search(/\s/);
  if (space < 0) return offerCommands(text.slice(1).toLowerCase(), commands);
  const command = commands.find((one) => one.name === text.slice(1, space).toLowerCase());
  return command ? offerParts(text, space, command) : null;
}

const BEFORE_NAME = /(?:^|[\s,])(like|similar to|by|from|artist|track|song|of|is|about|sounds like|compare|and|than|vs|without)\s+([^,;:?!]{2,60})$/i;

/** Inside a sentence: the name that is being written after "like", "by" and the like; an artist after "by". */
function offerName(text) {
  const [, word, typed] = BEFORE_NAME.exec(text) ?? [];
  if (!typed || /\s$/.test(typed)) return null;
  const option = /^(by|from|artist|without)$/i.test(word) ? "artist" : "name";
  const ask = { command: "", option, text: typed, prefix: "", plain: true };
  return { start: text.length - typed.length, items: [], hint: "", ask };
}

function offerCommands(word, commands) {
  if (commands.some((command) => command.name === word)) return null;
  const begins = commands.filter((command) => command.name.startsWith(word));
  const inside = commands.filter((command) => !begins.includes(command) && command.name.includes(word));
  const items = [...begins, ...inside].map(({ name, summary }) => ({
    label: `/${name}`, about: summary, insert: `/${name} `,
  }));
  return { start: 0, items, eager: word !== "" };
}

function offerParts(text, space, command) {
  const all = parts(text, space);
  const last = all.at(-1);
  const writing = last && last.end >= text.length && !(last.key === "" && /\s$/.test(text)) ? last : null;
  const option = (name) => command.options.find((one) => one.name === name && one.type !== "file");
  const used = all.filter((part) => part !== writing).map((part) => part.key);
  if (writing?.key) return option(writing.key) ? offerValues(command, option(writing.key), writing) : null;

  const word = writing?.value ?? "";
  const here = writing?.start ?? text.length;
  const names = optionItems(command, used, word).map((item) => ({ ...item, start: here }));
  const named = nameBeingWritten(all, text, option, command.free);
  if (!named) return { start: here, items: names, hint: writing ? "" : howTo(command) };
  const values = offerValues(command, named.option, named);
  return { ...values, items: [...names, ...values.items] };
}

function howTo(command) {
  const file = command.options.find((one) => one.type === "file");
  return file ? `Attach file: ${file.description}` : `Such as ${command.examples[0]}`;
}

/** The name that free words go on with, as `{option, start, value}`: the key's before them, or the command's own. */
function nameBeingWritten(all, text, option, free) {
  if (!option(free)?.source) return null; // Its free words are a query, not a name.
  const keyed = all.findLastIndex((part) => part.key);
  if (keyed < 0) return { option: option(free), start: all[0]?.start ?? text.length, value: text.slice(all[0]?.start ?? text.length) };
  const part = all[keyed];
  const goesOn = keyed < all.length - 1 && !part.inQuotes && option(part.key)?.source;
  return goesOn ? { option: option(part.key), start: part.start, value: text.slice(part.valueStart) } : null;
}

function optionItems(command, used, word) {
  const open = command.options.filter((one) => one.type !== "file" && (one.many || !used.includes(one.name)));
  // Free text needs no key: offering "query:" would only puzzle.
  const keys = open.filter((one) => one.name !== command.free || one.source);
  // A second "like" is typed as another like:.
  const starts = keys.filter((one) => one.name.startsWith(word.toLowerCase()) && !/_\d$/.test(one.name));
  // What is not wanted is asked for less often than what is.
  const wanted = starts.filter((one) => !/^(?:not_|un)/.test(one.name));
  const ordered = [...wanted, ...starts.filter((one) => !wanted.includes(one))];
  return ordered.map((one) => ({ label: `${one.name}:`, about: one.description, insert: `${one.name}:` }));
}

function offerValues(command, option, { start, value }) {
  const hint = option.low === null ? option.description : `${option.description}, ${option.low} to ${option.high}`;
  const words = option.type === "yes/no" ? ["yes", "no"] : option.choices;
  const prefix = `${option.name}:`;
  const wanted = value.trim().toLowerCase();
  const items = words.filter((word) => word.startsWith(wanted)).map((word) => valueItem(prefix, word));
  const ask = option.source ? { command: command.name, option: option.name, text: value.trim(), prefix } : null;
  return { start, items, hint, ask };
}

/** An item that says `value` under `prefix`. */
export function valueItem(prefix, label, value = label) {
  return { label, about: "", insert: `${prefix}${quoted(value)} ` };
}
