// Where the contact writes, and the way to a person, which is always there.

import { html } from "lit";
import { personIcon, sendIcon } from "./icons.js";

// The gateway refuses longer messages.
const LONGEST_MESSAGE = 4_000;

/** Enter sends and Shift+Enter breaks the line, but an Enter that ends an input method's word does neither. */
export function sendsMessage({ key, shiftKey, isComposing }) {
  return key === "Enter" && !shiftKey && !isComposing;
}

function onKey(event, onSend) {
  if (!sendsMessage(event)) return;
  event.preventDefault();
  onSend();
}

export function composer({ draft, texts, onDraft, onSend, onPerson }) {
  return html`
    <div class="composer" part="composer">
      <button type="button" class="person" part="person" @click=${onPerson}>${personIcon}<span>${texts.askForPerson}</span></button>
      <div class="writing" part="writing">
        <label class="visually-hidden" for="input">${texts.inputLabel}</label>
        <textarea id="input" part="input" rows="1" dir="auto" enterkeyhint="send" maxlength=${LONGEST_MESSAGE}
          placeholder=${texts.inputLabel} .value=${draft}
          @input=${(event) => onDraft(event.target.value)} @keydown=${(event) => onKey(event, onSend)}></textarea>
        <button type="button" class="send" part="send" aria-label=${texts.send} @click=${onSend}>${sendIcon}</button>
      </div>
    </div>`;
}
