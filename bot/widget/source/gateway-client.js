// The gateway's public HTTP interface, one method per call.

/** The gateway answered, and the answer is no. */
export class Refused extends Error {
  /** detail: why, in the customer's words; a proxy in between, which refuses a file as too large, gives none. */
  constructor(status, detail) {
    super(detail || `The gateway answered ${status}.`);
    this.name = "Refused";
    this.detail = detail;
    this.status = status;
  }

  /** A slow connection, too many requests and faults of the server pass; the rest stays refused. */
  get passing() {
    return this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** No answer came from the gateway, whatever a proxy in between may say. */
export class Unreachable extends Error {
  constructor(cause) {
    super("The gateway does not answer.", { cause });
    this.name = "Unreachable";
  }
}

const REQUEST_TIMEOUT_MS = 15_000;

/** What an answer is that is no answer: the gateway's own refusals are problem documents. */
function refusal(status, type, problem) {
  if (/problem\+json/.test(type)) return new Refused(status, problem?.detail ?? problem?.title);
  // Something in between says that it cannot reach the gateway, or knows no such address while it is moved.
  return status === 401 || status === 404 || status >= 500 ? new Unreachable() : new Refused(status);
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

  create({ locale, site, page, visitorJwt }) {
    return this.#json("POST", "/v1/conversations", { body: { locale, site, page, visitor_jwt: visitorJwt } });
  }

  /** Who the visitor is, signed by the site; null: they have signed out. */
  introduce({ conversationId, token }, visitorJwt) {
    const body = visitorJwt ? { visitor_jwt: visitorJwt } : undefined;
    return this.#fetch(body ? "PUT" : "DELETE", `/v1/conversations/${conversationId}/visitor`, { token, body });
  }

  renew({ conversationId, token }) {
    return this.#json("POST", `/v1/conversations/${conversationId}/token`, { token });
  }

  send({ conversationId, token }, body) {
    return this.#json("POST", `/v1/conversations/${conversationId}/messages`, { token, body });
  }

  /** Uploads a file; progress(share), 0 to 1, tells how much of it has left, which fetch cannot. */
  attach({ conversationId, token }, file, { progress, signal }) {
    const request = new XMLHttpRequest();
    request.open("POST", new URL(`/v1/conversations/${conversationId}/attachments`, this.#base));
    request.responseType = "json";
    request.setRequestHeader("Accept-Language", this.#language());
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    signal.addEventListener("abort", () => request.abort());
    request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
    const body = new FormData();
    body.append("file", file);
    return new Promise((resolve, reject) => {
      request.onload = () => {
        const { status, response } = request;
        if (status === 201 && response) resolve(response);
        else reject(refusal(status, request.getResponseHeader("Content-Type"), response));
      };
      request.onerror = request.onabort = () => reject(new Unreachable());
      request.send(body);
    });
  }

  /** What a file holds, as a Blob. */
  download({ token }, attachmentId) {
    return this.#blob(`/v1/attachments/${attachmentId}`, token);
  }

  /** The whole conversation as a text, as a Blob. */
  transcript({ conversationId, token }) {
    return this.#blob(`/v1/conversations/${conversationId}/transcript`, token);
  }

  /** Deletes the conversation and all that belongs to it. */
  erase({ conversationId, token }) {
    return this.#fetch("DELETE", `/v1/conversations/${conversationId}`, { token });
  }

  async #blob(path, token) {
    const response = await this.#fetch("GET", path, { token });
    return response.blob().catch((cause) => Promise.reject(new Unreachable(cause)));
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
    if (response.ok) return response;
    throw refusal(response.status, response.headers.get("Content-Type"), await response.json().catch(() => null));
  }
}
