// The card a contact keeps: number, team, by when, how far it is, how it can end.

import { html, nothing } from "lit";
import { checkIcon, ticketIcon } from "./icons.js";
import { dueTime } from "./moment.js";

function fact(name, value) {
  return value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : nothing;
}

function due(ticket, { locale, texts }) {
  const words = ticket.due_at && dueTime(ticket, locale, texts);
  return words ? html`<time datetime=${ticket.due_at}>${words}</time>` : null;
}

/** Where the ticket stands among its stages; before the first word about it, at the first. */
export function stageIndex({ stages, label }) {
  return Math.max(0, stages.indexOf(label));
}

function stage(name, index, reached, texts) {
  const isDone = index < reached;
  return html`
    <li class=${isDone ? "done" : index === reached ? "now" : ""} aria-current=${index === reached ? "step" : nothing}>
      <span class="dot">${isDone ? checkIcon : nothing}</span>
      <span>${name}${isDone ? html`<span class="visually-hidden"> (${texts.stageDone})</span>` : nothing}</span>
    </li>`;
}

function stages(ticket, texts) {
  if (!ticket.stages?.length) return nothing;
  const reached = stageIndex(ticket);
  return html`
    <ol class="stages" aria-label=${texts.stages}>
      ${ticket.stages.map((name, index) => stage(name, index, reached, texts))}
    </ol>`;
}

function outcomes(ticket, texts) {
  if (!ticket.outcomes?.length) return nothing;
  return html`
    <p class="outcomes-title">${texts.outcomes}</p>
    <ul class="outcomes">${ticket.outcomes.map((outcome) => html`<li dir="auto">${outcome}</li>`)}</ul>`;
}

/** Pages of its own, where the ticket can be followed without this chat. */
function page(address, name, { client, texts }) {
  const href = address && client.link(address);
  return href
    ? html`<p><a class="read-more" href=${href} target="_blank" rel="noopener noreferrer"
        >${name}<span class="visually-hidden"> ${texts.newTab}</span></a></p>`
    : nothing;
}

export function ticketCard(ticket, context) {
  const { texts } = context;
  return html`
    <div class="ticket" part="ticket" role="group" aria-label="${texts.ticket} ${ticket.number}">
      <p class="ticket-head">
        ${ticketIcon}<span>${texts.ticket}</span> <strong part="ticket-number">${ticket.number}</strong>
        <span class="status" part="ticket-status">${ticket.label}</span>
      </p>
      <dl>
        ${fact(texts.team, ticket.team)}
        ${fact(texts.dueAt, due(ticket, context))}
      </dl>
      ${stages(ticket, texts)}
      ${outcomes(ticket, texts)} ${page(ticket.url, texts.ticketPage, context)}
      ${page(ticket.receipt_url, texts.receipt, context)}
    </div>`;
}
