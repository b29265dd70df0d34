// How the open panel stands on the screen: beside the page or in place of it, scrolled to what is new.

// The same line as in support-chat.css.
export const FULL_SCREEN = "(max-width: 30em), (max-height: 26em)";

// Nearer to the end than this, the reader follows the conversation rather than reading back.
const FOLLOWING_PX = 120;

export class PanelWindow {
  #host;
  #log = {}; // height and content of the log, and where it stood, when it was last looked at

  constructor(host) {
    this.#host = host;
  }

  get #dialog() {
    return this.#host.renderRoot.querySelector("#panel");
  }

  /** Opens the panel, if it is not open the right way already, and shows what is new. */
  show() {
    const dialog = this.#dialog;
    const isModal = matchMedia(FULL_SCREEN).matches;
    if (!dialog.open || dialog.matches(":modal") !== isModal) this.#open(dialog, isModal);
    this.#follow(dialog.querySelector("[role=log]"));
  }

  hide() {
    const { renderRoot } = this.#host;
    const hadFocus = renderRoot.activeElement;
    this.#dialog.close();
    if (hadFocus) renderRoot.querySelector(".launcher").focus();
  }

  /** On a phone the keyboard covers the page; the panel keeps to what is left of it. */
  fit() {
    const height = window.visualViewport?.height;
    const dialog = this.#dialog;
    if (height) dialog.style.setProperty("--visible-height", `${Math.round(height)}px`);
    this.#follow(dialog.querySelector("[role=log]"));
  }

  #open(dialog, isModal) {
    if (dialog.open) dialog.close();
    if (isModal) dialog.showModal();
    // Not show(), which would take the focus from the page.
    else dialog.open = true;
    this.#log = {};
    this.fit();
  }

  /** Shows what is new from its beginning, so that a long answer is not scrolled past. */
  #follow(log) {
    const { content, room, top } = this.#log;
    const items = [...log.querySelectorAll("li[part=message]")];
    const isOwn = items.at(-1).dataset.sender === "contact";
    const isFollowing = log.scrollTop === top || !(content - log.scrollTop - room >= FOLLOWING_PX);
    const isChanged = content !== log.scrollHeight || room !== log.clientHeight;
    if (isChanged && (isOwn || isFollowing)) log.scrollTop = this.#wanted(log, items);
    this.#log = { content: log.scrollHeight, room: log.clientHeight, top: log.scrollTop };
  }

  /** At the contact's last message; a question that is below the window is shown whole, but not in place of an answer. */
  #wanted(log, items) {
    const begin = items.findLastIndex((item) => item.dataset.sender === "contact");
    const top = (item) => item && item.offsetTop - 12;
    const last = items.at(-1);
    const isRead = items.slice(begin).some((item) => item.dataset.kind === "answer");
    if (last.dataset.kind !== "question" || isRead) return top(items[begin]) ?? 0;
    return Math.max(top(items[begin]) ?? 0, Math.min(top(last), top(last) + last.offsetHeight + 20 - log.clientHeight));
  }
}
