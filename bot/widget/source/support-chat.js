// <support-chat>: the element a site embeds. It holds what is on screen; conversation.js holds what is said.

import { LitElement, html, unsafeCSS } from "lit";
import { Conversation } from "./conversation.js";
import { fileNews } from "./files.js";
import { GatewayClient } from "./gateway-client.js";
import { hand } from "./hand.js";
import { Memory } from "./memory.js";
import { FULL_SCREEN, PanelWindow } from "./panel-window.js";
import { launcher, panel } from "./panel.js";
import styles from "./support-chat.css";
import { TEXTS, chosenLocale, textsIn } from "./texts.js";
import { lastSeq, timeline, unreadCount } from "./transcript.js";

/**
 * Attributes: locale; languages, on offer in the switch ("es en"); gateway, by default the page's origin;
 * site; company, named in the head; open; visitor-jwt, the site's token of who is signed in (property visitorJwt).
 * Methods: open(), close(), toggle(), send(text), setLocale(locale), setVisitor(jwt), logout(), end(), deliveries().
 * Events, with their detail: ready {conversationId}, message (the message), locale (the new one), ended,
 * error {name, message, status?}.
 * Children (a phone number, a mail address) show while the gateway is out of reach; those of slot "privacy", or
 * "privacy-es" for a language, before the first message.
 */
export class SupportChat extends LitElement {
  static styles = unsafeCSS(styles);

  static properties = {
    locale: { reflect: true },
    languages: {},
    gateway: {},
    site: {},
    company: {},
    visitorJwt: { attribute: "visitor-jwt" },
    opened: { attribute: "open", type: Boolean, reflect: true },
    draft: { state: true },
    news: { state: true },
    sheet: { state: true },
  };

  #client;
  #memory;
  #conversation;
  #fullScreen = matchMedia(FULL_SCREEN);
  #window = new PanelWindow(this);
  #page;
  #takeFocus = false;
  #sendsWhenReady = false;
  #whenShown = []; // what waits for the privacy notice to be on the screen
  #unsaid = ""; // news that came since the last rendering: the next must not take its place
  #told = null; // the visitorJwt that the conversation knows of; undefined and "" are nobody's

  constructor() {
    super();
    this.opened = false;
    this.draft = "";
    this.news = ""; // what has just been done, for the status line
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
      noticed: () => this.#noticed(),
      listener: {
        changed: () => this.requestUpdate(),
        forgotten: () => this.#forgotten(),
        uploaded: (file) => this.#uploaded(file),
        arrived: (message) => this.#arrived(message),
        failed: (error) => this.#failed(error),
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

  /** The site's token of who is signed in, as often as it makes one; null when they have signed out. */
  setVisitor(jwt) {
    this.visitorJwt = jwt;
  }

  /** They sign out on a computer that others may use: the gateway forgets who it was, this browser what was said. */
  async logout() {
    this.visitorJwt = this.#told = null;
    await this.#conversation.introduce();
    this.end();
  }

  /** Forgets the conversation in this browser, in all its tabs; the company keeps it. */
  end() {
    this.#conversation.forget();
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
    return { locale: this.locale, site: this.site, page, visitorJwt: this.visitorJwt || undefined };
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
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.#conversation.comeBack(), { signal });
    this.#memory.watch((name) => this.#conversation.follow(name), signal);
    document.addEventListener("visibilitychange", back, { signal });
    this.#fullScreen.addEventListener("change", () => this.requestUpdate(), { signal });
    window.visualViewport?.addEventListener("resize", () => this.opened && this.#window.fit(), { signal });
  }

  /** The page's words on privacy, as long as this reader has not seen them so. */
  get #notice() {
    const words = [...this.querySelectorAll("[slot^=privacy]")].map((each) => each.textContent).join();
    return words !== (this.#memory.read("noticed") ?? "") && words;
  }

  /** A page that sends by itself, with the chat closed or in a tab behind, waits until the notice can be read. */
  async #noticed() {
    if (!this.#notice) return;
    const shown = new Promise((resolve) => this.#whenShown.push(resolve));
    this.requestUpdate();
    await shown;
  }

  /** The contact has gone on with the notice before them. */
  #keepNoticed() {
    if (this.#notice) this.#memory.write("noticed", this.#notice);
    this.requestUpdate();
  }

  #arrived(message) {
    this.news = "";
    this.#tell("message", message);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  willUpdate(changed) {
    if (changed.has("opened")) this.#memory.write("opened", this.opened);
    if (this.#isSeen) this.#markRead();
  }

  get #isSeen() {
    return this.opened && document.visibilityState === "visible";
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

  get #texts() {
    return textsIn(this.locale);
  }

  #context() {
    const texts = this.#texts;
    return {
      client: this.#client,
      company: this.company,
      conversation: this.#conversation,
      draft: this.draft,
      locale: this.locale,
      locales: this.#locales,
      news: this.news,
      notice: this.#notice,
      sheet: this.sheet,
      texts,
      tray: this.#conversation.tray,
      onClose: () => this.close(),
      onDiscard: (key) => this.#conversation.discard(key),
      onDownload: (file) => this.#download(file),
      onDraft: (draft) => this.#keepDraft(draft),
      onEnd: () => this.end(),
      onErase: () => this.#erase(),
      onFiles: (files) => this.#conversation.tray.add(files),
      onLocale: (locale) => this.setLocale(locale),
      onNoticed: () => {
        this.#keepNoticed();
        this.#focusInput();
      },
      onPerson: () => this.#askForPerson(),
      onPress: (_message, button) => this.#pressed(button),
      onRemove: (key) => this.#removeFile(key),
      onRetry: (key) => this.#conversation.retry(key),
      onSend: () => this.#sendDraft(),
      onSheet: (sheet) => this.#show(sheet),
      onTranscript: () => this.#saveTranscript(),
    };
  }

  #onKey(event) {
    if (event.key !== "Escape" || event.isComposing || !this.opened) return;
    event.preventDefault();
    if (this.sheet) this.#show(null);
    else this.close();
  }

  /** The sheet takes the focus, and gives it back to the button that opened it. */
  async #show(sheet) {
    this.sheet = sheet;
    await this.updateComplete;
    this.renderRoot.querySelector(sheet ? "#sheet > *" : "#options")?.focus();
  }

  #saveTranscript() {
    const save = async () => hand(await this.#conversation.transcript(), `${this.conversationId}.txt`);
    this.#try(save, this.#texts.downloadFailed);
    this.#show(null);
  }

  /** The company deletes it, which says more than that this browser has forgotten it. */
  #erase() {
    const erase = async () => {
      await this.#conversation.erase();
      this.news = this.#texts.erased;
    };
    this.#try(erase, this.#texts.eraseFailed);
  }

  #forgotten() {
    this.draft = "";
    this.sheet = null;
    this.news = this.#texts.ended;
    if (this.renderRoot.activeElement) this.#focusInput();
    this.#tell("ended");
  }

  #keepDraft(draft) {
    this.draft = draft;
    this.#memory.write("draft", draft || null);
  }

  /** With its files, once they have arrived. */
  #sendDraft() {
    const { isBusy } = this.#conversation.tray;
    this.#sendsWhenReady = isBusy;
    this.news = isBusy ? this.#texts.sendsSoon : "";
    if (isBusy) return;
    const text = this.draft.trim();
    this.#keepDraft("");
    this.#keepNoticed();
    this.#conversation.sendWithFiles(text);
    this.#focusInput();
  }

  /** A message that waits for its files leaves with them; with one missing, the contact decides. */
  #uploaded(file) {
    const told = fileNews(file, this.#texts);
    this.news = this.#unsaid = this.#unsaid ? `${this.#unsaid} · ${told}` : told;
    if (file.state === "failed") this.#sendsWhenReady = false;
    if (this.#sendsWhenReady && !this.#conversation.tray.isBusy) this.#sendDraft();
  }

  #removeFile(key) {
    this.#sendsWhenReady = false;
    this.#conversation.tray.remove(key);
    this.#focusInput();
  }

  #download({ attachment_id: id, name }) {
    return this.#try(async () => hand(await this.#conversation.download(id), name), this.#texts.downloadFailed);
  }

  /** Does what the contact wants at once, and says so when it cannot be done. */
  async #try(act, otherwise) {
    try {
      await act();
    } catch (error) {
      this.news = error.detail ?? otherwise;
      this.#failed(error);
    }
  }

  #failed({ name, message, status }) {
    this.#tell("error", { name, message, status });
  }

  /** The pressed button goes away, so the focus moves to where the conversation goes on. */
  #pressed(button) {
    this.news = "";
    this.#keepNoticed();
    this.#conversation.send(button.title, button);
    this.#focusInput();
  }

  #askForPerson() {
    this.news = "";
    this.#keepNoticed();
    this.#conversation.send(this.#texts.personRequest);
  }

  #focusInput() {
    this.renderRoot.querySelector("#input").focus({ preventScroll: true });
  }

  firstUpdated() {
    this.#tell("ready", { conversationId: this.conversationId });
  }

  updated(changed) {
    this.#unsaid = "";
    if (this.visitorJwt !== this.#told) {
      this.#told = this.visitorJwt;
      this.#conversation.introduce();
    }
    if (this.opened) this.#window.show();
    else if (changed.get("opened")) this.#window.hide();
    if (this.#takeFocus) this.#focusInput();
    this.#takeFocus = false;
    if (this.#isSeen) this.#whenShown.splice(0).forEach((goOn) => goOn());
  }
}

/** Links among the element's children are the page's: any rule of its own wins over the chat's colour. */
function colourLinks() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":where(support-chat a){color:var(--_accent)}");
  document.adoptedStyleSheets.push(sheet);
}

if (!customElements.get("support-chat")) {
  customElements.define("support-chat", SupportChat);
  colourLinks();
}
