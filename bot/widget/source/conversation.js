// One visitor's talk with the bot: what was said, what is on its way, and how the connection is.

import { Access, isGone } from "./access.js";
import { FileTray } from "./file-tray.js";
import { Unreachable } from "./gateway-client.js";
import { LiveFeed } from "./live-feed.js";
import { Outbox } from "./outbox.js";
import { lastSeq, merged, personIn } from "./transcript.js";

// The gateway promises an answer, or an honest line, within 8 s.
const TYPING_MS = 10_000;

const ofOthers = ({ sender }) => sender !== "contact";

export class Conversation {
  messages = [];
  loading = false;
  offline = false;
  typing = false;
  restarted = false; // or the status that said so: the next message starts anew

  #client;
  #access;
  #outbox;
  #listener;
  #opening;
  #noticed;
  #memory;
  #introducing = Promise.resolve();
  #feed = null;
  #forgotten = 0; // how often: what was under way before belongs to nobody
  #typingTimer;

  /**
   * opening() → {locale, site, page, visitorJwt} now, asked when one starts; its locale goes with each message;
   * noticed() → a promise that the contact has seen what becomes of what they write: nothing leaves before;
   * listener: {changed(), arrived(message), failed(error), uploaded(file), forgotten()}.
   */
  constructor({ client, memory, opening, noticed, listener }) {
    this.#client = client;
    this.#memory = memory;
    this.#opening = opening;
    this.#noticed = noticed;
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
    this.tray = new FileTray((file, how) => this.#attach(file, how), {
      changed: () => listener.changed(),
      settled: (file) => listener.uploaded(file),
      failed: (error) => this.#lost(error),
    });
  }

  get id() {
    return this.#access.conversationId;
  }

  /** The person who has it, by name; none: the assistant. */
  get person() {
    return personIn(this.messages);
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
    return this.#add({ text, buttonId: button?.button_id });
  }

  /** Sends words, or none, with the files that have arrived. */
  sendWithFiles(text) {
    const attachments = this.tray.take();
    if (text || attachments.length) return this.#add({ text, attachments: attachments.length ? attachments : undefined });
  }

  /** What a file of the conversation holds, as a Blob. */
  download(attachmentId) {
    return this.#access.use((credentials) => this.#client.download(credentials, attachmentId));
  }

  transcript() {
    return this.#access.use((credentials) => this.#client.transcript(credentials));
  }

  /** Has the gateway delete all of it; one that is not there any more is forgotten here. */
  async erase() {
    try {
      await this.#access.use((credentials) => this.#client.erase(credentials));
    } catch (error) {
      if (error.status !== 404) throw error;
    }
    this.forget();
  }

  /** Leaves nothing of it in this browser, in no tab. */
  forget() {
    this.#memory.forget();
    this.#forgetHere();
  }

  /** The page was put by, and nothing told to it: catches up with the other tabs. */
  comeBack() {
    if (this.#memory.isBehind) this.follow("ended");
    this.follow("credentials");
  }

  /** Keeps in step with the other tabs, which have written `name`. */
  follow(name) {
    if (name === "ended") {
      this.#memory.catchUp();
      this.#forgetHere();
    }
    if (name !== "credentials") return;
    const { id } = this;
    this.#access.follow();
    if (id === this.id) return;
    this.messages = [];
    this.#replay();
  }

  #forgetHere() {
    this.#forgotten++;
    this.#feed?.stop();
    this.#feed = null;
    this.#access.letGo();
    this.tray.clear();
    this.messages = [];
    this.restarted = this.offline = false;
    this.#setTyping(false);
    this.#outbox.clear();
    this.#listener.forgotten();
  }

  #add(content) {
    this.restarted = false;
    return this.#outbox.add({ ...content, after: lastSeq(this.messages) });
  }

  /**
   * Tells the gateway who is signed in by now, one change after the other. Who was, and is not when the page comes
   * back, has signed out meanwhile.
   */
  introduce() {
    this.#introducing = this.#introducing.then(() => this.#introduce());
    return this.#introducing;
  }

  async #introduce() {
    const { visitorJwt } = this.#opening();
    if (!this.id || !(visitorJwt || this.#memory.read("introduced"))) return;
    try {
      await this.#access.use((credentials) => this.#client.introduce(credentials, visitorJwt));
      this.#memory.write("introduced", visitorJwt ? true : null);
    } catch (error) {
      this.#listener.failed(error);
    }
  }

  retry(clientMessageId) {
    return this.#outbox.retry(clientMessageId);
  }

  discard(clientMessageId) {
    this.#outbox.discard(clientMessageId);
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
      this.#cutOff(error);
    }
    this.loading = false;
    this.#listener.changed();
    if (this.id) this.#listen();
  }

  /** Posts the entry that entryNow() gives. */
  #post(entryNow) {
    return this.#within((credentials) => {
      const { clientMessageId, text, buttonId, attachments } = entryNow();
      const files = attachments?.map((file) => file.attachment_id);
      const content = buttonId ? { button_id: buttonId } : { text: text || undefined, attachments: files };
      const body = { client_message_id: clientMessageId, locale: this.#opening().locale, ...content };
      return this.#client.send(credentials, body);
    });
  }

  #attach(file, how) {
    return this.#within((credentials) => this.#client.attach(credentials, file, how));
  }

  /** Makes a call in the conversation, which is started if need be; when it is gone, in a new one. */
  async #within(call) {
    const forgotten = this.#forgotten;
    await this.#noticed();
    if (forgotten !== this.#forgotten) throw new Error("forgotten");
    const { id } = this;
    try {
      return await this.#once(call);
    } catch (error) {
      if (!id || !isGone(error) || forgotten !== this.#forgotten) throw error;
      if (id === this.id) this.#startOver(error);
      return this.#once(call);
    }
  }

  async #once(call) {
    if (!this.id) {
      await this.#start(this.#opening());
      this.#listen();
    }
    return this.#access.use(call);
  }

  /** Whoever is not believed can still write, as nobody in particular. */
  async #start(opening) {
    try {
      await this.#access.start(opening);
      this.#memory.write("introduced", opening.visitorJwt ? true : null);
    } catch (error) {
      if (!opening.visitorJwt || error.status !== 422) throw error;
      this.#listener.failed(error);
      await this.#start({ ...opening, visitorJwt: undefined });
    }
  }

  #sent(receipt) {
    this.offline = false;
    const isAnswered = this.messages.some((message) => ofOthers(message) && message.seq > receipt.seq);
    // People say themselves that they are writing.
    if (!receipt.for_people) this.#setTyping(!isAnswered);
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
      lost: (error) => this.#cutOff(error),
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
    if (name === "typing") this.#setTyping(data?.typing !== false && (data?.author?.name || true));
    this.#listener.changed();
  }

  #connected() {
    if (this.offline) this.#outbox.retryPassing();
    this.offline = false;
    this.#listener.changed();
  }

  #cutOff(error) {
    if (isGone(error)) this.#startOver(error);
    else this.#lost(error);
  }

  #lost(error) {
    if (error instanceof Unreachable) this.offline = true;
    this.#setTyping(false);
    this.#listener.failed(error);
    this.#listener.changed();
  }

  /** The conversation cannot be opened any more: the next message starts another, and the reader is told. */
  #startOver({ status }) {
    this.#feed?.stop();
    this.#feed = null;
    this.#access.forget();
    this.tray.clear();
    this.messages = [];
    this.restarted = status;
    this.#setTyping(false);
    this.#outbox.startOver();
  }

  /** typing: the name of the person who is writing, true for the assistant, or false. */
  #setTyping(typing) {
    clearTimeout(this.#typingTimer);
    this.typing = typing;
    if (typing) this.#typingTimer = setTimeout(() => this.#hinted("typing", { typing: false }), TYPING_MS);
  }
}
