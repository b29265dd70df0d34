// What the help desk receives: one card for each delivery, the newest first.

import { element } from "./element.js";
import { textsIn } from "./texts.js";

function clock(iso, locale) {
  return new Intl.DateTimeFormat(locale, { timeStyle: "medium" }).format(new Date(iso));
}

function emptyDesk(texts) {
  const steps = texts.steps.map((step) => element("li", { textContent: step }));
  return element("div", { className: "empty" },
    element("p", { className: "empty-title", textContent: texts.empty }),
    element("ol", {}, ...steps));
}

function attemptItem({ at, status, error }, locale) {
  const outcome = status ? `HTTP ${status}` : error;
  const isGood = status >= 200 && status < 300;
  return element("li", {},
    element("time", { dateTime: at, textContent: clock(at, locale) }),
    element("span", { className: isGood ? "good" : "bad", textContent: outcome ?? "" }),
    status && error ? element("span", { className: "reason", textContent: error }) : null);
}

function attemptList(delivery, locale, texts) {
  const { attempts, next_attempt_at: next, state } = delivery;
  const isNextKnown = state === "pending" && next && attempts.length > 0;
  return element("div", {},
    element("h4", { textContent: texts.attempts }),
    attempts.length === 0
      ? element("p", { textContent: texts.noAttempts })
      : element("ol", { className: "attempts" }, ...attempts.map((each) => attemptItem(each, locale))),
    isNextKnown ? element("p", { className: "next", textContent: `${texts.nextAttempt}: ${clock(next, locale)}` }) : null);
}

function headerTable(headers) {
  const rows = Object.entries(headers).map(([name, value]) =>
    element("div", {}, element("dt", { textContent: name }), element("dd", { textContent: value })));
  return element("dl", { className: "headers" }, ...rows);
}

function folded(summary, content, isOpen) {
  return element("details", { open: isOpen }, element("summary", { textContent: summary }), content);
}

function jsonView(payload, label) {
  const text = JSON.stringify(payload, null, 2);
  return element("pre", { tabIndex: 0, role: "region", ariaLabel: label }, element("code", { textContent: text }));
}

/** Nobody took the last attempt: no status came back, only an error. */
const isSilent = ({ state, attempts }) => state !== "delivered" && attempts.length > 0 && !attempts.at(-1).status;

function nobodyListens(delivery, texts) {
  if (!isSilent(delivery)) return null;
  const [before, url, after] = texts.nobody(delivery.url ?? delivery.helpdesk);
  return element("p", { className: "trouble" },
    before, element("code", { textContent: url }), after, element("code", { textContent: "make demo-desk" }), ".");
}

function deliveryCard(delivery, locale) {
  const texts = textsIn(locale);
  const state = isSilent(delivery) && delivery.state === "pending" ? "silent" : delivery.state;
  const name = state === "silent" ? texts.silent : (texts.states[state] ?? state);
  const title = `${delivery.type} ${delivery.ticket}`;
  return element("article", { className: "delivery", ariaLabel: title },
    element("header", {},
      element("h3", {}, element("code", { textContent: delivery.type })),
      element("span", { className: `state ${state}`, textContent: name })),
    element("p", { className: "where" },
      element("strong", { textContent: delivery.ticket }), ` ${texts.to} ${delivery.helpdesk} `,
      delivery.url ? element("code", { textContent: delivery.url }) : null),
    nobodyListens(delivery, texts),
    attemptList(delivery, locale, texts),
    Object.keys(delivery.headers).length ? folded(texts.headers, headerTable(delivery.headers), false) : null,
    folded(texts.payload, jsonView(delivery.payload, `${texts.payload} · ${title}`), true));
}

export class DeskPanel {
  #place;
  #news;
  #cards = new Map();
  #empty = null;

  /** place: where the cards go; news: the status line that says how many there are. */
  constructor(place, news) {
    this.#place = place;
    this.#news = news;
  }

  /** Shows the newest first; a card is built anew only when its delivery has changed. */
  show(deliveries, locale) {
    const texts = textsIn(locale);
    if (deliveries.length !== this.#cards.size) {
      this.#news.textContent = deliveries.length ? texts.news(deliveries.length) : "";
    }
    const wanted = deliveries.toReversed().map((delivery) => this.#card(delivery, locale));
    this.#cards = new Map(wanted.map((each) => [each.id, each]));
    const nodes = wanted.length ? wanted.map(({ node }) => node) : [this.#nothing(locale, texts)];
    const isSame = nodes.length === this.#place.children.length && nodes.every((node, i) => node === this.#place.children[i]);
    if (!isSame) this.#place.replaceChildren(...nodes);
  }

  #card(delivery, locale) {
    const known = this.#cards.get(delivery.id);
    const content = locale + JSON.stringify(delivery);
    if (known?.content === content) return known;
    const node = deliveryCard(delivery, locale);
    const folds = known?.node.querySelectorAll("details") ?? [];
    const before = new Map([...folds].map((fold) => [fold.firstChild.textContent, fold.open]));
    node.querySelectorAll("details").forEach((fold) => (fold.open = before.get(fold.firstChild.textContent) ?? fold.open));
    return { id: delivery.id, content, node };
  }

  #nothing(locale, texts) {
    if (this.#empty?.locale !== locale) this.#empty = { locale, node: emptyDesk(texts) };
    return this.#empty.node;
  }
}
