// What outlives a reload. A browser that forbids storage still gets a working chat, until the page goes.

class ForgetfulStorage {
  #items = new Map();

  getItem(key) {
    return this.#items.get(key) ?? null;
  }

  setItem(key, value) {
    this.#items.set(key, value);
  }

  removeItem(key) {
    this.#items.delete(key);
  }
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
  locale: "localStorage",
  readSeq: "localStorage",
  outgoing: "sessionStorage",
  draft: "sessionStorage",
  opened: "sessionStorage",
};

export class Memory {
  #prefix;
  #storages;

  /** scope: what this memory is about, e.g. the gateway and the site. */
  constructor(scope) {
    this.#prefix = `support-chat:${scope}:`;
    this.#storages = Object.fromEntries(
      [...new Set(Object.values(PLACES))].map((place) => [place, storageOrForgetful(place)]),
    );
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
}
