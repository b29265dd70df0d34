// The frame around the conversation: the launcher, and the window with its head.

import { html, nothing } from "lit";
import { composer } from "./composer.js";
import { assistantIcon, chatIcon, closeIcon } from "./icons.js";
import { avatar } from "./message-item.js";
import { messageList, statusLine } from "./message-list.js";
import { optionsButton, optionsSheet } from "./options.js";
import { languageName } from "./texts.js";

export function launcher({ opened, unread, texts, onToggle }) {
  const news = unread ? `, ${texts.unread(unread)}` : "";
  const label = opened ? texts.closeChat : texts.openChat + news;
  return html`
    <button type="button" class="launcher" part="launcher" aria-expanded=${opened} aria-controls="panel"
      aria-label=${label} @click=${onToggle}>
      ${opened ? closeIcon : chatIcon}
      ${unread && !opened ? html`<span class="badge" part="badge" aria-hidden="true">${unread}</span>` : nothing}
    </button>`;
}

function languageSwitch({ locale, locales, texts, onLocale }) {
  if (locales.length < 2) return nothing;
  const choice = (each) => html`
    <button type="button" lang=${each} aria-pressed=${each === locale} @click=${() => onLocale(each)}>
      ${each.toUpperCase()}<span class="visually-hidden"> ${languageName(each)}</span>
    </button>`;
  return html`<div class="languages" part="languages" role="group" aria-label=${texts.languages}>${locales.map(choice)}</div>`;
}

function head(context) {
  const { company, conversation, texts, onClose } = context;
  const { person } = conversation;
  return html`
    <div class="head" part="header">
      ${avatar(person, assistantIcon)}
      <div class="names">
        <h2 id="title">${company || texts.titleWithoutCompany}</h2>
        <p>${person ? `${person} · ${texts.person}` : texts.assistant}</p>
      </div>
      ${languageSwitch(context)}
      ${optionsButton(context)}
      <button type="button" class="close" part="close" aria-label=${texts.closeChat} @click=${onClose}>${closeIcon}</button>
    </div>`;
}

/** The company's words on what becomes of what is written, by language where the page has them so. */
function privacy({ locale, notice, texts, onNoticed }) {
  if (!notice) return nothing;
  return html`
    <div class="privacy" part="privacy" role="note" aria-label=${texts.privacy}>
      <slot id="privacy" name="privacy-${locale}"><slot name="privacy"></slot></slot>
      <button type="button" class="retry" @click=${onNoticed}>${texts.noticed}</button>
    </div>`;
}

export function panel(messages, context) {
  const { onClose, onFiles, conversation } = context;
  const cancel = (event) => {
    event.preventDefault();
    onClose();
  };
  const drop = (event) => {
    event.preventDefault();
    onFiles([...event.dataTransfer.files]);
  };
  return html`
    <dialog id="panel" class="panel" part="panel" aria-labelledby="title" @cancel=${cancel}
      @dragover=${(event) => event.preventDefault()} @drop=${drop}>
      ${head(context)} ${optionsSheet(context)}
      ${messageList(messages, context)}
      ${statusLine(context)}
      ${conversation.offline ? html`<div class="other-ways" part="other-ways"><slot></slot></div>` : nothing}
      ${privacy(context)} ${composer(messages, context)}
    </dialog>`;
}
