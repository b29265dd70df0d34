// Keeps what the gateway says arriving: a stream, resumed with back-off; polls where streams are held up.

import { eventsOf } from "./event-stream.js";

// The gateway pings every 15 s: a stream that stays silent longer is dead, or a proxy holds it back.
const FIRST_SOUND_MS = 20_000;
const SILENCE_MS = 40_000;
const POLL_MS = 3_000;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;

/** How long to wait after so many failures in a row; random is 0 to 1, so that tabs do not march in step. */
export function backoff(failures, random) {
  const longest = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures);
  return longest * (0.5 + random / 2);
}

function parsed(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

export class LiveFeed {
  #source;
  #listener;
  #stopped = new AbortController();
  #wake = () => {};
  #held = false;

  /**
   * source: {events(signal) → Response, messages(signal) → {messages}};
   * listener: {message(message), hint(name, data), connected(), lost(error)}.
   */
  constructor(source, listener) {
    this.#source = source;
    this.#listener = listener;
    this.#run();
  }

  stop() {
    this.#stopped.abort();
    this.#wake();
  }

  /** Try now rather than at the end of the pause: the network or the reader is back. */
  hurry() {
    this.#wake();
  }

  async #run() {
    let failures = 0;
    while (!this.#stopped.signal.aborted) {
      let pause = POLL_MS;
      try {
        pause = await (this.#held ? this.#poll() : this.#stream());
        failures = 0;
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        this.#listener.lost(error);
        pause = backoff(failures++, Math.random());
      }
      await this.#rest(pause);
    }
  }

  async #poll() {
    const { messages } = await this.#source.messages(this.#stopped.signal);
    this.#listener.connected();
    messages.forEach((message) => this.#listener.message(message));
    return POLL_MS;
  }

  /** Reads one stream to its end and returns the pause before the next. */
  async #stream() {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), FIRST_SOUND_MS);
    let heard = false;
    const sound = () => {
      heard = true;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
    };
    try {
      const response = await this.#source.events(AbortSignal.any([this.#stopped.signal, silence.signal]));
      this.#listener.connected();
      return await this.#read(eventsOf(response, sound));
    } catch (error) {
      this.#held = silence.signal.aborted && !heard;
      if (silence.signal.aborted) return 0;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async #read(events) {
    for await (const { event, data } of events) {
      const value = parsed(data);
      if (event === "bye") return value?.retry_ms ?? FIRST_BACKOFF_MS;
      if (event === "message" && value) this.#listener.message(value);
      else this.#listener.hint(event, value);
    }
    return FIRST_BACKOFF_MS;
  }

  #rest(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
