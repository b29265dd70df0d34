// What outlives a reload. A browser that forbids storage still gets a working chat, until the page goes.

class ForgetfulStorage extends Map {
  getItem = this.get;
  setItem = this.set;
  removeItem = this.delete;
}

function storageOrForgetful(name) {
  try {
    return window[name] ?? new ForgetfulStorage();
  } catch {
    return new ForgetfulStorage();
  }
}

// The conversation belongs to the visitor, in every tab; what is being written belongs to this tab.
const PLACES = {
  credentials: "localStorage",
  introduced: "localStorage",
  noticed: "localStorage",
  readSeq: "localStorage",
  locale: "localStorage",
  ended: "localStorage",
  outgoing: "sessionStorage",
  draft: "sessionStorage",
  opened: "sessionStorage",
  endedHere: "sessionStorage",
};
// Who writes after the end may be somebody else, and has not seen the privacy notice.
const OF_THE_CONVERSATION = ["credentials", "introduced", "noticed", "readSeq", "outgoing", "draft"];

export class Memory {
  #prefix;
  #storages;

  /** scope: what this memory is about, e.g. the gateway and the site. */
  constructor(scope) {
    this.#prefix = `support-chat:${scope}:`;
    this.#storages = Object.fromEntries(
      [...new Set(Object.values(PLACES))].map((place) => [place, storageOrForgetful(place)]),
    );
    this.catchUp();
  }

  read(name) {
    try {
      return JSON.parse(this.#storages[PLACES[name]].getItem(this.#prefix + name));
    } catch {
      return null;
    }
  }

  write(name, value) {
    const storage = this.#storages[PLACES[name]];
    try {
      if (value === null) storage.removeItem(this.#prefix + name);
      else storage.setItem(this.#prefix + name, JSON.stringify(value));
    } catch {
      // A full storage costs the reload, not the conversation.
    }
  }

  /** Forgets the conversation; the other tabs hear of `ended`, and those that the browser brings back later read it. */
  forget() {
    OF_THE_CONVERSATION.forEach((name) => this.write(name, null));
    this.write("ended", Date.now());
    this.write("endedHere", this.read("ended"));
  }

  /** Calls changed(name) for what another tab has written. */
  watch(changed, signal) {
    const heard = ({ key }) => key?.startsWith(this.#prefix) && changed(key.slice(this.#prefix.length));
    window.addEventListener("storage", heard, { signal });
  }

  /** Was a conversation ended elsewhere since? */
  get isBehind() {
    return this.read("ended") !== this.read("endedHere");
  }

  /** A conversation that was ended elsewhere leaves nothing here either. */
  catchUp() {
    if (!this.isBehind) return;
    this.write("outgoing", null);
    this.write("draft", null);
    this.write("endedHere", this.read("ended"));
  }
}
