// The socket: opens, says so, and comes back by itself with growing pauses.

const PAUSES = [300, 600, 1200, 2500, 5000, 10000];
const SILENCE = 8000;

export class Connection {
  #socket = null;
  #failures = 0;
  #timer = 0;
  #silence = 0;

  /** `opened()` greets, `heard(message)` gets each message, `lost(retryAt)` is told when it will try again. */
  constructor({ opened, heard, lost }) {
    this.opened = opened;
    this.heard = heard;
    this.lost = lost;
    addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.retry());
    this.#open();
  }

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  send(message) {
    if (this.open) this.#socket.send(JSON.stringify(message));
  }

  /** Take a long silence after this as a lost connection: a dead network may not say so. */
  expectWord() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#drop(this.#socket), SILENCE);
  }

  retry() {
    if (!this.#socket) this.#open();
  }

  #open() {
    clearTimeout(this.#timer);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = (this.#socket = new WebSocket(`${scheme}//${location.host}/socket`));
    socket.onopen = () => this.opened();
    socket.onmessage = (event) => {
      this.#failures = 0;
      clearTimeout(this.#silence);
      this.heard(JSON.parse(event.data));
    };
    socket.onclose = () => this.#drop(socket);
  }

  #drop(socket) {
    if (socket !== this.#socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
    clearTimeout(this.#silence);
    this.#socket = null;
    const pause = PAUSES[Math.min(this.#failures, PAUSES.length - 1)] * (0.8 + 0.4 * Math.random());
    this.#failures += 1;
    this.#timer = setTimeout(() => this.#again(), pause);
    this.lost(Date.now() + pause);
  }

  /** Ask for the page first: it renews the cookie that the socket needs, or shows the passphrase form. */
  async #again() {
    try {
      const page = await fetch("/", { method: "HEAD", signal: AbortSignal.timeout(5000) });
      if (page.status === 401) return location.reload();
    } catch {
      // Still away; the socket will find the same.
    }
    if (!this.#socket) this.#open();
  }
}
