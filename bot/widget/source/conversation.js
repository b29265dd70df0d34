// One visitor's talk with the bot: what was said, what is on its way, and how the connection is.

import { Access, isGone } from "./access.js";
import { Unreachable } from "./gateway-client.js";
import { LiveFeed } from "./live-feed.js";
import { Outbox } from "./outbox.js";
import { lastSeq, merged } from "./transcript.js";

// The gateway promises an answer, or an honest line, within 8 s.
const TYPING_MS = 10_000;

const ofOthers = ({ sender }) => sender !== "contact";

export class Conversation {
  messages = [];
  loading = false;
  offline = false;
  typing = false;
  restarted = false;

  #client;
  #access;
  #outbox;
  #listener;
  #opening;
  #feed = null;
  #typingTimer;

  /**
   * opening() → {locale, site, page} now, asked when a conversation starts; its locale goes with each message;
   * listener: {changed(), arrived(message), failed(error)}.
   */
  constructor({ client, memory, opening, listener }) {
    this.#client = client;
    this.#opening = opening;
    this.#listener = listener;
    this.#access = new Access(client, memory);
    this.#outbox = new Outbox({
      memory,
      post: (entry) => this.#post(entry),
      listener: {
        changed: () => listener.changed(),
        sent: (receipt) => this.#sent(receipt),
        failed: (error) => this.#lost(error),
      },
    });
  }

  get id() {
    return this.#access.conversationId;
  }

  get outgoing() {
    return this.#outbox.entries;
  }

  /** Takes up the conversation that this browser remembers, if there is one. */
  async resume() {
    if (this.id) await this.#replay();
    this.#outbox.resume();
  }

  /** Sends words, or the press of a button {button_id, title}. */
  send(text, button) {
    this.restarted = false;
    return this.#outbox.add({ text, buttonId: button?.button_id, after: lastSeq(this.messages) });
  }

  retry(clientMessageId) {
    return this.#outbox.retry(clientMessageId);
  }

  /** The network or the reader is back: no pause is sat out. */
  hurry() {
    this.#feed?.hurry();
    this.#outbox.retryPassing();
  }

  /** What this conversation has sent to help desks. */
  async deliveries() {
    if (!this.id) return [];
    const answer = await this.#access.use((credentials) => this.#client.deliveries(credentials));
    return answer.deliveries;
  }

  stop() {
    this.#feed?.stop();
    this.#feed = null;
    this.#outbox.stop();
    clearTimeout(this.#typingTimer);
  }

  async #replay() {
    this.loading = true;
    this.#listener.changed();
    try {
      const { messages } = await this.#access.use((credentials) => this.#client.messages(credentials, 0));
      this.messages = merged(this.messages, messages);
      this.#outbox.settle(this.messages);
    } catch (error) {
      if (isGone(error)) this.#startOver();
      else this.#lost(error);
    }
    this.loading = false;
    this.#listener.changed();
    if (this.id) this.#listen();
  }

  /** Posts the entry that entryNow() gives; when the conversation is gone, into a new one. */
  async #post(entryNow) {
    const wasStarted = Boolean(this.id);
    try {
      return await this.#postOnce(entryNow());
    } catch (error) {
      if (!wasStarted || !isGone(error)) throw error;
      this.#startOver();
      return this.#postOnce(entryNow());
    }
  }

  async #postOnce({ clientMessageId, text, buttonId }) {
    if (!this.id) {
      await this.#access.start(this.#opening());
      this.#listen();
    }
    const content = buttonId ? { button_id: buttonId } : { text };
    const body = { client_message_id: clientMessageId, locale: this.#opening().locale, ...content };
    return this.#access.use((credentials) => this.#client.send(credentials, body));
  }

  #sent(receipt) {
    this.offline = false;
    const isAnswered = this.messages.some((message) => ofOthers(message) && message.seq > receipt.seq);
    this.#setTyping(!isAnswered);
    this.#outbox.settle(this.messages);
  }

  #listen() {
    this.#feed?.stop();
    const after = () => lastSeq(this.messages);
    const source = {
      events: (signal) => this.#access.use((mine) => this.#client.events(mine, after(), signal)),
      messages: (signal) => this.#access.use((mine) => this.#client.messages(mine, after(), signal)),
    };
    this.#feed = new LiveFeed(source, {
      message: (message) => this.#arrived(message),
      hint: (name, data) => this.#hinted(name, data),
      connected: () => this.#connected(),
      lost: (error) => (isGone(error) ? this.#startOver() : this.#lost(error)),
    });
  }

  #arrived(message) {
    const isNew = message.seq > lastSeq(this.messages);
    this.messages = merged(this.messages, [message]);
    if (ofOthers(message)) this.#setTyping(false);
    this.#outbox.settle(this.messages);
    if (isNew) this.#listener.arrived(message);
  }

  #hinted(name, data) {
    if (name === "typing") this.#setTyping(data?.typing !== false);
    this.#listener.changed();
  }

  #connected() {
    if (this.offline) this.#outbox.retryPassing();
    this.offline = false;
    this.#listener.changed();
  }

  #lost(error) {
    if (error instanceof Unreachable) this.offline = true;
    this.#setTyping(false);
    this.#listener.failed(error);
    this.#listener.changed();
  }

  /** The conversation cannot be opened any more: the next message starts another, and the reader is told. */
  #startOver() {
    this.#feed?.stop();
    this.#feed = null;
    this.#access.forget();
    this.messages = [];
    this.restarted = true;
    this.#setTyping(false);
    this.#outbox.startOver();
  }

  #setTyping(typing) {
    clearTimeout(this.#typingTimer);
    this.typing = typing;
    if (typing) this.#typingTimer = setTimeout(() => this.#hinted("typing", { typing: false }), TYPING_MS);
  }
}
