// What the contact has written and the transcript does not show yet. Nothing typed is lost, nothing is sent twice.

import { Unreachable } from "./gateway-client.js";
import { backoff } from "./live-feed.js";
import { stillOutgoing } from "./transcript.js";

// Long enough to read "not sent" and to press "try again" oneself.
const SHORTEST_RETRY_MS = 4_000;

const mayPass = (error) => error instanceof Unreachable || error.passing === true;

// Browsers give randomUUID to secure pages only; a shop's own network may be plain http.
const freshId = () =>
  crypto.randomUUID?.() ??
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export class Outbox {
  entries = [];

  #memory;
  #post;
  #listener;
  #sending = Promise.resolve();
  #failures = 0;
  #retryTimer;

  /** post(entry) → receipt {message_id, seq}; listener: {changed(), sent(receipt), failed(error)}. */
  constructor({ memory, post, listener }) {
    this.#memory = memory;
    this.#post = post;
    this.#listener = listener;
    this.entries = memory.read("outgoing") ?? [];
  }

  /** Sends words, files, or the press of the button the words stand on, once all before them have left. */
  add({ text, buttonId, attachments, after }) {
    const at = new Date().toISOString();
    const entry = { clientMessageId: freshId(), text, buttonId, attachments, after, at, state: "sending" };
    this.#keep([...this.entries, entry]);
    return this.#queue(entry);
  }

  /** Gives up what will never be taken. */
  discard(clientMessageId) {
    this.#keep(this.entries.filter((entry) => entry.clientMessageId !== clientMessageId));
  }

  /** Sends again what a reload interrupted; the gateway knows the id and does nothing twice. */
  resume() {
    this.entries.forEach((entry) => this.#queue(entry));
  }

  retry(clientMessageId) {
    const entry = this.#find(clientMessageId);
    return entry?.state === "failed" ? this.#queue(entry) : undefined;
  }

  /** Sends again what failed for a reason that passes. */
  retryPassing() {
    const waiting = this.entries.filter(({ state, passing }) => state === "failed" && passing);
    waiting.forEach((entry) => this.#queue(entry));
  }

  /** Forgets what has left and is shown by the transcript; the same words may be another tab's. */
  settle(messages) {
    const unseen = new Set(stillOutgoing(messages, this.entries));
    this.#keep(this.entries.filter((entry) => unseen.has(entry) || !entry.messageId));
  }

  clear() {
    this.#keep([]);
  }

  /** A new conversation: what had left belongs to the old one, whose buttons mean nothing now. */
  startOver() {
    const unsent = this.entries.filter(({ state }) => state !== "sent");
    this.#keep(unsent.map((entry) => ({ ...entry, after: 0, buttonId: undefined })));
  }

  stop() {
    clearTimeout(this.#retryTimer);
  }

  #find(clientMessageId) {
    return this.entries.find((entry) => entry.clientMessageId === clientMessageId);
  }

  #queue(entry) {
    this.#replace({ ...entry, state: "sending", reason: undefined });
    this.#sending = this.#sending.then(() => this.#deliver(entry.clientMessageId));
    return this.#sending;
  }

  async #deliver(clientMessageId) {
    if (this.#find(clientMessageId)?.state !== "sending") return;
    try {
      const receipt = await this.#post(() => this.#find(clientMessageId));
      if (!this.#find(clientMessageId)) return; // forgotten meanwhile
      this.#failures = 0;
      this.#replace({ ...this.#find(clientMessageId), state: "sent", messageId: receipt.message_id });
      this.#listener.sent(receipt);
    } catch (error) {
      if (!this.#find(clientMessageId)) return;
      const failed = { state: "failed", reason: error.detail, passing: mayPass(error) };
      this.#replace({ ...this.#find(clientMessageId), ...failed });
      if (mayPass(error)) this.#retryLater();
      this.#listener.failed(error);
    }
  }

  #retryLater() {
    clearTimeout(this.#retryTimer);
    const pause = SHORTEST_RETRY_MS + backoff(this.#failures++, Math.random());
    this.#retryTimer = setTimeout(() => this.retryPassing(), pause);
  }

  #replace(changed) {
    this.#keep(this.entries.map((entry) => (entry.clientMessageId === changed.clientMessageId ? changed : entry)));
  }

  #keep(entries) {
    this.entries = entries;
    this.#memory.write("outgoing", entries.length ? entries : null);
    this.#listener.changed();
  }
}
