// The right to one conversation: its id and the token that opens it, renewed when it has expired.

import { Refused } from "./gateway-client.js";

/** Is the conversation closed to us for good: its token expired (401), or it deleted (404)? */
export const isGone = (error) => error instanceof Refused && [401, 404].includes(error.status);

export class Access {
  #client;
  #memory;
  #credentials;
  #starting = null;
  #renewing = null;

  constructor(client, memory) {
    this.#client = client;
    this.#memory = memory;
    this.#credentials = memory.read("credentials");
  }

  get conversationId() {
    return this.#credentials?.conversationId ?? null;
  }

  /** Starts a conversation; asked twice at once, in this tab or in two, it starts one. */
  start(opening) {
    this.#starting ??= this.#alone(() => this.#create(opening)).finally(() => (this.#starting = null));
    return this.#starting;
  }

  /** Takes up what another tab has started or renewed. */
  follow() {
    this.#credentials = this.#memory.read("credentials") ?? this.#credentials;
  }

  forget() {
    this.#keep(null);
  }

  /** Another tab has ended it, and may have started the next. */
  letGo() {
    this.#credentials = null;
  }

  /** Makes a call with the credentials; an expired token is renewed once and the call made again. */
  async use(call) {
    try {
      return await call(this.#credentials);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      this.#renewing ??= this.#renew().finally(() => (this.#renewing = null));
      await this.#renewing;
      return call(this.#credentials);
    }
  }

  /** One tab after the other, where the browser can say so (secure pages only). */
  #alone(work) {
    return navigator.locks?.request("support-chat", work) ?? work();
  }

  async #create(opening) {
    this.follow();
    if (this.#credentials) return;
    const { conversation_id: conversationId, token } = await this.#client.create(opening);
    this.#keep({ conversationId, token });
  }

  async #renew() {
    const { token } = await this.#client.renew(this.#credentials);
    this.#keep({ ...this.#credentials, token });
  }

  #keep(credentials) {
    this.#credentials = credentials;
    this.#memory.write("credentials", credentials);
  }
}
