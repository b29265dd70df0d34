// The right to one conversation: its id and the token that opens it, renewed when it has expired.

import { Refused } from "./gateway-client.js";

/** Is the conversation closed to us for good, rather than out of reach for now? */
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

  /** Starts a conversation; asked twice at once, it starts one. */
  start(opening) {
    this.#starting ??= this.#create(opening).finally(() => (this.#starting = null));
    return this.#starting;
  }

  forget() {
    this.#keep(null);
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

  async #create(opening) {
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
