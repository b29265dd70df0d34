// The conversation as a log that screen readers follow.

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { guard } from "lit/directives/guard.js";
import { messageItem } from "./message-item.js";

function welcome({ company, texts }) {
  return html`
    <li part="message" data-kind="welcome" data-sender="bot">
      <span class="visually-hidden">${texts.assistant}: </span>
      <div class="bubble" part="bubble"><p class="words">${texts.welcome(company)}</p></div>
    </li>`;
}

function restarted({ conversation, texts }) {
  return html`<li part="message" data-kind="notice" data-sender="system" data-restarted>
    <span class="visually-hidden">${texts.system}: </span>
    <div class="bubble" part="bubble"><p class="words">${conversation.restarted === 404 ? texts.deleted : texts.expired}</p></div>
  </li>`;
}

const sameSpeaker = (a, b) => a.sender === b?.sender && a.author?.name === b?.author?.name;

/** Marks where one speaker's run of messages ends: only there the time is shown. */
export function grouped(messages) {
  return messages.map((message, index) => ({ ...message, endsGroup: !sameSpeaker(message, messages[index + 1]) }));
}

/** Unchanged messages are left alone: what the reader has selected or focused in them stays. */
function item(message, context) {
  const news = [JSON.stringify(message), context.locale];
  return guard(news, () => messageItem(message, context));
}

export function messageList(messages, context) {
  const { conversation, texts } = context;
  return html`
    <div class="log" part="log" role="log" tabindex="0" aria-label=${texts.conversation} aria-busy=${conversation.loading}>
      <ul>
        ${welcome(context)} ${conversation.restarted ? restarted(context) : nothing}
        ${repeat(grouped(messages), ({ key }) => key, (message) => item(message, context))}
      </ul>
    </div>`;
}

/** What is going on right now, said politely: typing, loading, no connection, or what has just been done. */
export function statusLine({ conversation, news, texts }) {
  const said = conversation.offline
    ? texts.offline
    : conversation.loading
      ? texts.loading
      : news || (conversation.typing ? texts.typing(conversation.typing) : "");
  const dots = html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`;
  return html`
    <div class="status-line ${conversation.offline ? "offline" : ""}" part="status" role="status">
      ${conversation.typing && !news && !conversation.offline ? dots : nothing}<span>${said}</span>
    </div>`;
}
