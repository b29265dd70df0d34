// <support-chat>: the element a site embeds. It holds what is on screen; conversation.js holds what is said.

import { LitElement, html, unsafeCSS } from "lit";
import { Conversation } from "./conversation.js";
import { GatewayClient } from "./gateway-client.js";
import { Memory } from "./memory.js";
import { FULL_SCREEN, PanelWindow } from "./panel-window.js";
import { launcher, panel } from "./panel.js";
import styles from "./support-chat.css";
import { TEXTS, chosenLocale, textsIn } from "./texts.js";
import { lastSeq, timeline, unreadCount } from "./transcript.js";

/**
 * Attributes: locale; languages, on offer in the switch ("es en"); gateway, by default the page's origin;
 * site; company, named in the head; open.
 * Methods: open(), close(), toggle(), send(text), setLocale(locale), deliveries().
 * Events, with their detail: ready {conversationId}, message (the message), locale (the new one),
 * error {name, message, status?}.
 * Children (a phone number, a mail address) show while the gateway is out of reach.
 */
export class SupportChat extends LitElement {
  static styles = unsafeCSS(styles);

  static properties = {
    locale: { reflect: true },
    languages: {},
    gateway: {},
    site: {},
    company: {},
    opened: { attribute: "open", type: Boolean, reflect: true },
    draft: { state: true },
  };

  #client;
  #memory;
  #conversation;
  #fullScreen = matchMedia(FULL_SCREEN);
  #window = new PanelWindow(this);
  #page;
  #takeFocus = false;

  constructor() {
    super();
    this.opened = false;
    this.draft = "";
    this.company = "";
  }

  connectedCallback() {
    super.connectedCallback();
    this.#client = new GatewayClient(this.gateway, () => this.locale);
    this.#memory = new Memory(`${this.#client.origin}:${this.site ?? ""}`);
    this.#conversation = new Conversation({
      client: this.#client,
      memory: this.#memory,
      opening: () => this.#opening(),
      listener: {
        changed: () => this.requestUpdate(),
        arrived: (message) => this.#tell("message", message),
        failed: (error) => this.#tell("error", { name: error.name, message: error.message, status: error.status }),
      },
    });
    this.#remember();
    this.#watchPage();
    this.#conversation.resume();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#page.abort();
    this.#conversation.stop();
  }

  /** The id of the conversation, null before the first message. */
  get conversationId() {
    return this.#conversation?.id ?? null;
  }

  open() {
    this.#takeFocus = true;
    this.opened = true;
    this.requestUpdate();
  }

  close() {
    this.opened = false;
  }

  toggle() {
    if (this.opened) this.close();
    else this.open();
  }

  /** Sends a message as if the contact had written it. */
  send(text) {
    return this.#conversation.send(text.trim());
  }

  setLocale(locale) {
    if (locale === this.locale || !this.#locales.includes(locale)) return;
    this.locale = locale;
    this.#memory.write("locale", locale);
    this.#tell("locale", locale);
  }

  /** What this conversation has sent to help desks; for the demo page and the site's own tests. */
  deliveries() {
    return this.#conversation.deliveries();
  }

  get #locales() {
    return this.languages?.split(/[\s,]+/).filter(Boolean) ?? Object.keys(TEXTS);
  }

  #opening() {
    // Query and fragment often carry what is nobody else's business; a file is no page of a site.
    const { origin, pathname, protocol } = location;
    const page = protocol.startsWith("http") ? { url: origin + pathname, title: document.title } : undefined;
    return { locale: this.locale, site: this.site, page };
  }

  #remember() {
    const wanted = [this.#memory.read("locale"), this.locale, document.documentElement.lang, ...navigator.languages];
    this.locale = chosenLocale(wanted, this.#locales);
    this.draft = this.#memory.read("draft") ?? "";
    // Beside the page it may open by itself; in place of the page only the reader opens it.
    this.opened = !this.#fullScreen.matches && (this.#memory.read("opened") ?? this.opened);
  }

  #watchPage() {
    this.#page = new AbortController();
    const { signal } = this.#page;
    const isVisible = () => document.visibilityState === "visible";
    const back = () => isVisible() && (this.#conversation.hurry(), this.requestUpdate());
    window.addEventListener("online", back, { signal });
    document.addEventListener("visibilitychange", back, { signal });
    this.#fullScreen.addEventListener("change", () => this.requestUpdate(), { signal });
    window.visualViewport?.addEventListener("resize", () => this.#window.fit(), { signal });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  willUpdate(changed) {
    if (changed.has("opened")) this.#memory.write("opened", this.opened);
    if (this.opened && document.visibilityState === "visible") this.#markRead();
  }

  #markRead() {
    const seq = lastSeq(this.#conversation.messages);
    if (seq > this.#readSeq) this.#memory.write("readSeq", { id: this.conversationId, seq });
  }

  get #readSeq() {
    const read = this.#memory.read("readSeq");
    return read?.id === this.conversationId ? read.seq : 0;
  }

  render() {
    const context = this.#context();
    const unread = unreadCount(this.#conversation.messages, this.#readSeq);
    const messages = timeline(this.#conversation.messages, this.#conversation.outgoing);
    return html`
      <div class="chat" lang=${this.locale} @keydown=${this.#onKey}>
        ${launcher({ opened: this.opened, unread, texts: context.texts, onToggle: () => this.toggle() })}
        ${panel(messages, context)}
      </div>`;
  }

  #context() {
    const texts = textsIn(this.locale);
    return {
      client: this.#client,
      company: this.company,
      conversation: this.#conversation,
      draft: this.draft,
      locale: this.locale,
      locales: this.#locales,
      texts,
      onClose: () => this.close(),
      onDraft: (draft) => this.#keepDraft(draft),
      onLocale: (locale) => this.setLocale(locale),
      onPerson: () => this.#conversation.send(texts.personRequest),
      onPress: (_message, button) => this.#pressed(button),
      onRetry: (key) => this.#conversation.retry(key),
      onSend: () => this.#sendDraft(),
    };
  }

  #onKey(event) {
    if (event.key !== "Escape" || event.isComposing || !this.opened) return;
    event.preventDefault();
    this.close();
  }

  #keepDraft(draft) {
    this.draft = draft;
    this.#memory.write("draft", draft || null);
  }

  #sendDraft() {
    const text = this.draft.trim();
    if (!text) return;
    this.#keepDraft("");
    this.#conversation.send(text);
    this.#focusInput();
  }

  /** The pressed button goes away, so the focus moves to where the conversation goes on. */
  #pressed(button) {
    this.#conversation.send(button.title, button);
    this.#focusInput();
  }

  #focusInput() {
    this.renderRoot.querySelector("#input").focus({ preventScroll: true });
  }

  firstUpdated() {
    this.#tell("ready", { conversationId: this.conversationId });
  }

  updated(changed) {
    if (this.opened) this.#window.show();
    else if (changed.get("opened")) this.#window.hide();
    if (this.#takeFocus) this.#focusInput();
    this.#takeFocus = false;
  }
}

if (!customElements.get("support-chat")) customElements.define("support-chat", SupportChat);
