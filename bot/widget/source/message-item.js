// One message, shown by its kind. Text goes into the page as text, whatever stands in it.

import { html, nothing } from "lit";
import { messageFiles } from "./files.js";
import { helpfulIcon, linkIcon, notHelpfulIcon } from "./icons.js";
import { shortTime } from "./moment.js";
import { safeFragment } from "./safe-html.js";
import { ticketCard } from "./ticket-card.js";

/** Who speaks, in the reader's words. */
export function speaker({ sender, author }, texts) {
  if (sender === "contact") return texts.you;
  if (sender === "agent") return author?.name || texts.person;
  return sender === "system" ? texts.system : texts.assistant;
}

/** "LP" for Lucía Pérez, first and last name. */
export function initials(name) {
  const [first, ...more] = name.trim().split(/\s+/);
  return [first, more.at(-1) ?? ""].map((word) => [...word][0] ?? "").join("").toUpperCase();
}

/** A round sign of who speaks: a person's initials, which need no picture. */
export const avatar = (name, icon) => html`<span class="avatar" aria-hidden="true">${name ? initials(name) : icon}</span>`;

function button(message, each, { onPress }, icon = nothing) {
  return html`
    <button type="button" part="quick-reply" data-button-id=${each.button_id} @click=${() => onPress(message, each)}>
      ${icon}<span dir="auto">${unbroken(each.title)}</span>
    </button>`;
}

/** Only the turn that is on can be answered by a button; older buttons would answer something else. */
function buttons(message, context) {
  if (!message.buttons?.length || !message.current) return nothing;
  const { texts } = context;
  const label = message.kind === "suggestions" ? texts.suggestions : texts.choices;
  return html`
    <div class="quick-replies ${message.kind === "suggestions" ? "stacked" : ""}" role="group" aria-label=${label}>
      ${message.buttons.map((each) => button(message, each, context))}
    </div>`;
}

/** An answer's two buttons are thumbs, up first; with any other number they are plain quick replies. */
function thumbs(message, context) {
  if (message.buttons?.length !== 2) return buttons(message, context);
  if (!message.current) return nothing;
  const [helpful, notHelpful] = message.buttons;
  const { texts } = context;
  return html`
    <div class="thumbs" role="group" aria-label=${texts.wasHelpful}>
      <span aria-hidden="true">${texts.wasHelpful}</span>
      ${button(message, helpful, context, helpfulIcon)} ${button(message, notHelpful, context, notHelpfulIcon)}
    </div>`;
}

const NUMBER = /\b([A-Z]{1,6}-\d{1,12})\b/;

/** Ticket and order numbers are not broken at their hyphen; a no-break hyphen would be copied along. */
const unbroken = (text) =>
  text.split(NUMBER).map((part, index) => (index % 2 ? html`<span class="whole">${part}</span>` : part));

function words(message, { client }) {
  if (!message.html) return message.text ? html`<p class="words" dir="auto">${unbroken(message.text)}</p>` : nothing;
  return html`<div class="prose" dir="auto">${safeFragment(message.html, (address) => client.link(address))}</div>`;
}

function readMore({ article }, { client, texts }) {
  const href = article?.url && client.link(article.url);
  if (!href) return nothing;
  return html`
    <a class="read-more" part="read-more" href=${href} target="_blank" rel="noopener noreferrer">
      <span>${texts.readMore}<span class="visually-hidden"> ${article.title} ${texts.newTab}</span></span>${linkIcon}
    </a>`;
}

function answer(message, context) {
  return html`
    <div class="bubble answer" part="bubble answer">
      ${message.article ? html`<p class="answer-title" dir="auto">${message.article.title}</p>` : nothing}
      ${words(message, context)} ${readMore(message, context)}
    </div>
    ${thumbs(message, context)}`;
}

function bubble(message, context) {
  if (!message.text && !message.html) return nothing;
  return html`<div class="bubble" part="bubble">${words(message, context)}</div>`;
}

function plain(message, context) {
  return html`${bubble(message, context)} ${messageFiles(message, context)} ${buttons(message, context)}`;
}

function ticket(message, context) {
  return html`
    ${bubble(message, context)}
    ${message.ticket ? ticketCard(message.ticket, context) : nothing}
    ${buttons(message, context)}`;
}

const SHOWN_AS = { answer, ticket };

function failure({ isFinal, key, reason }, { texts, onDiscard, onRetry }) {
  return html`
    <span class="failed">${reason ?? texts.failed}</span>
    <button type="button" class="retry" part="retry" @click=${() => onRetry(key)}>${texts.retry}</button>
    ${isFinal ? html`<button type="button" class="retry" @click=${() => onDiscard(key)}>${texts.discard}</button>` : nothing}`;
}

function foot(message, context) {
  const { locale, texts } = context;
  if (message.state === "failed") return html`<p class="foot">${failure(message, context)}</p>`;
  const time = message.created_at && shortTime(message.created_at, locale);
  const state = { sending: texts.sending, sent: texts.sent }[message.state];
  if (!message.endsGroup && message.state !== "sending") return nothing;
  return html`
    <p class="foot">
      ${state ?? nothing}${state && time ? " · " : nothing}
      ${time ? html`<time datetime=${message.created_at}>${time}</time>` : nothing}
    </p>`;
}

export function messageItem(message, context) {
  const { kind, sender, state } = message;
  const name = speaker(message, context.texts);
  return html`
    <li part="message" data-kind=${kind} data-sender=${sender} data-state=${state ?? nothing}>
      <span class=${sender === "agent" ? "author" : "visually-hidden"}>
        ${sender === "agent" ? avatar(name) : nothing}<bdi>${name}: </bdi></span>
      ${(SHOWN_AS[kind] ?? plain)(message, context)} ${foot(message, context)}
    </li>`;
}
