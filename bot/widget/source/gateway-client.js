// The gateway's public HTTP interface, one method per call.

/** The gateway answered, and the answer is no. */
export class Refused extends Error {
  constructor(status, detail) {
    super(detail || `The gateway answered ${status}.`);
    this.name = "Refused";
    this.status = status;
  }

  /** Too many requests and faults of the server pass; the rest stays refused. */
  get passing() {
    return this.status === 429 || this.status >= 500;
  }
}

/** No answer came from the gateway. */
export class Unreachable extends Error {
  constructor(cause) {
    super("The gateway does not answer.", { cause });
    this.name = "Unreachable";
  }
}

const REQUEST_TIMEOUT_MS = 15_000;

async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  return new Refused(response.status, problem.detail ?? problem.title);
}

export class GatewayClient {
  #base;
  #language;

  /** base: where the gateway is, e.g. https://help.example.com; language() → what refusals are written in. */
  constructor(base, language) {
    this.#base = new URL(base || "/", document.baseURI);
    this.#language = language;
  }

  get origin() {
    return this.#base.origin;
  }

  /** An address the gateway gave, made absolute; null unless it is http or https. */
  link(address) {
    const url = URL.canParse(address, this.#base) ? new URL(address, this.#base) : null;
    return url && /^https?:$/.test(url.protocol) ? url.href : null;
  }

  create({ locale, site, page }) {
    return this.#json("POST", "/v1/conversations", { body: { locale, site, page } });
  }

  renew({ conversationId, token }) {
    return this.#json("POST", `/v1/conversations/${conversationId}/token`, { token });
  }

  send({ conversationId, token }, body) {
    return this.#json("POST", `/v1/conversations/${conversationId}/messages`, { token, body });
  }

  messages({ conversationId, token }, after, signal) {
    const path = `/v1/conversations/${conversationId}/messages?after=${after}`;
    return this.#json("GET", path, { token, signal });
  }

  deliveries({ conversationId, token }) {
    return this.#json("GET", `/v1/conversations/${conversationId}/deliveries`, { token });
  }

  /** The open event stream, from the message after `after` on. */
  events({ conversationId, token }, after, signal) {
    const headers = { Accept: "text/event-stream", "Last-Event-ID": String(after) };
    return this.#fetch("GET", `/v1/conversations/${conversationId}/events`, { token, headers, signal });
  }

  async #json(method, path, { signal, ...options }) {
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const response = await this.#fetch(method, path, { ...options, signal: signal ?? timeout });
    return response.json().catch((cause) => Promise.reject(new Unreachable(cause)));
  }

  async #fetch(method, path, { token, body, headers = {}, signal }) {
    const request = { method, signal, credentials: "omit", cache: "no-store" };
    request.headers = { "Accept-Language": this.#language(), ...headers };
    if (token) request.headers.Authorization = `Bearer ${token}`;
    if (body) {
      request.headers["Content-Type"] = "application/json";
      request.body = JSON.stringify(body);
    }
    const response = await fetch(new URL(path, this.#base), request).catch((cause) => {
      throw new Unreachable(cause);
    });
    if (!response.ok) throw await refusal(response);
    return response;
  }
}
