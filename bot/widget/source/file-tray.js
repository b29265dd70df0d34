// The files chosen for the next message. Each leaves at once, so that sending the message waits for none.

import { Refused } from "./gateway-client.js";

// The gateway takes no more with one message.
const MOST_FILES = 10;

export class FileTray {
  files = [];

  #upload;
  #listener;
  #count = 0;

  /** upload(file, {progress(share), signal}) → its card; listener: {changed(), settled(file), failed(error)}. */
  constructor(upload, listener) {
    this.#upload = upload;
    this.#listener = listener;
  }

  get isBusy() {
    return this.files.some(({ state }) => state === "uploading");
  }

  add(files) {
    for (const file of files) {
      const entry = { key: ++this.#count, file, name: file.name, size: file.size, stop: new AbortController() };
      this.files = [...this.files, entry];
      this.retry(entry.key);
    }
  }

  /** Uploads it, if the message has room for it by now. */
  retry(key) {
    const others = this.files.filter((each) => each.key !== key && !each.isOneTooMany);
    const isOneTooMany = others.length >= MOST_FILES;
    const state = isOneTooMany ? "failed" : "uploading";
    const change = { state, isOneTooMany, share: 0, reason: undefined };
    if (isOneTooMany) return this.#settle(key, change);
    this.#replace(key, change);
    this.#send(key);
  }

  remove(key) {
    this.#find(key)?.stop.abort();
    this.files = this.files.filter((each) => each.key !== key);
    this.#listener.changed();
  }

  /** The cards of the files that have arrived, which leave the tray. */
  take() {
    const cards = this.files.filter(({ card }) => card).map(({ card }) => card);
    this.files = this.files.filter(({ card }) => !card);
    return cards;
  }

  clear() {
    this.files.forEach(({ key }) => this.remove(key));
  }

  async #send(key) {
    const { file, stop } = this.#find(key);
    const progress = (share) => this.#replace(key, { share });
    try {
      this.#settle(key, { state: "ready", card: await this.#upload(file, { progress, signal: stop.signal }) });
    } catch (error) {
      if (stop.signal.aborted) return;
      const isRefused = error instanceof Refused && !error.passing;
      this.#settle(key, { state: "failed", reason: error.detail, isRefused });
      this.#listener.failed(error);
    }
  }

  #find(key) {
    return this.files.find((each) => each.key === key);
  }

  #replace(key, change) {
    this.files = this.files.map((each) => (each.key === key ? { ...each, ...change } : each));
    this.#listener.changed();
  }

  #settle(key, change) {
    this.#replace(key, change);
    const file = this.#find(key);
    if (file) this.#listener.settled(file);
  }
}
