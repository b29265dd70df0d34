// How the open panel stands on the screen: beside the page or in place of it, scrolled to what is new.

// The same line as in support-chat.css.
export const FULL_SCREEN = "(max-width: 30em), (max-height: 26em)";

// Nearer to the end than this, the reader follows the conversation rather than reading back.
const FOLLOWING_PX = 120;

export class PanelWindow {
  #host;
  #logHeight = 0;

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
    if (height) this.#dialog?.style.setProperty("--visible-height", `${Math.round(height)}px`);
  }

  #open(dialog, isModal) {
    if (dialog.open) dialog.close();
    if (isModal) dialog.showModal();
    // Not show(), which would take the focus from the page.
    else dialog.open = true;
    this.fit();
    this.#logHeight = 0;
  }

  /** Shows what is new from its beginning, so that a long answer is not scrolled past. */
  #follow(log) {
    const before = this.#logHeight;
    this.#logHeight = log.scrollHeight;
    const items = [...log.querySelectorAll("li[part=message]")];
    const isOwn = items.at(-1).dataset.sender === "contact";
    const isFollowing = before - log.scrollTop - log.clientHeight < FOLLOWING_PX;
    if (before === this.#logHeight || !(isOwn || isFollowing)) return;
    const lastFromContact = items.findLast((item) => item.dataset.sender === "contact");
    log.scrollTop = lastFromContact ? lastFromContact.offsetTop - 12 : 0;
  }
}
