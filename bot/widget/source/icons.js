// The few signs the widget draws. All are decoration: the words beside them say the same.

import { html, svg } from "lit";

const icon = (shape) => html`
  <svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.8"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${shape}</svg>`;

export const chatIcon = icon(svg`<path d="M20 12a8 8 0 0 1-11.6 7.1L4 20l1-4.2A8 8 0 1 1 20 12Z"/><path d="M8.8 10.5h6.4M8.8 13.6h4"/>`);
export const closeIcon = icon(svg`<path d="m6 6 12 12M18 6 6 18"/>`);
export const sendIcon = icon(svg`<path d="M5 12 4 4.5 20.5 12 4 19.5 5 12Zm0 0h7"/>`);
export const personIcon = icon(svg`<circle cx="12" cy="8.2" r="3.7"/><path d="M5 20a7 7 0 0 1 14 0"/>`);
export const assistantIcon = icon(svg`<rect x="4.5" y="8" width="15" height="11" rx="4"/><path d="M12 8V4.6M9.3 12.6v1.2M14.7 12.6v1.2M2.4 12.4v2.8M21.6 12.4v2.8"/><circle cx="12" cy="3.8" r=".9"/>`);
export const helpfulIcon = icon(svg`<path d="M7 11v8.5H4.5V11H7Zm0 0 3.8-7.2c1.3 0 2.2 1 2 2.4l-.5 3.2h5.4c1.2 0 2.1 1.1 1.8 2.3l-1.4 6.2c-.2.9-1 1.6-2 1.6H7"/>`);
export const notHelpfulIcon = icon(svg`<path d="M7 13V4.5H4.5V13H7Zm0 0 3.8 7.2c1.3 0 2.2-1 2-2.4l-.5-3.2h5.4c1.2 0 2.1-1.1 1.8-2.3l-1.4-6.2c-.2-.9-1-1.6-2-1.6H7"/>`);
export const ticketIcon = icon(svg`<path d="M4 8.5V7a1.5 1.5 0 0 1 1.5-1.5h13A1.5 1.5 0 0 1 20 7v1.5a3.5 3.5 0 0 0 0 7V17a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17v-1.5a3.5 3.5 0 0 0 0-7Z"/><path d="M14 9.5v5"/>`);
export const checkIcon = icon(svg`<path d="m6 12.5 4 4 8-9"/>`);
export const fileIcon = icon(svg`<path d="m19.5 11.5-7.3 7.3a4.6 4.6 0 0 1-6.5-6.5l7.6-7.6a3 3 0 0 1 4.3 4.3L10 16.6a1.5 1.5 0 0 1-2.1-2.1l6.8-6.8"/>`);
export const moreIcon = icon(svg`<path d="M12 5.5v0M12 12v0M12 18.5v0"/>`);
export const linkIcon = icon(svg`<path d="M9 6h9v9M18 6 6.5 17.5"/>`);
