// What was said, as plain data. Nothing here touches the page, the network or the clock.

/** The messages with the new ones in their place; a message that is already there is replaced. */
export function merged(messages, incoming) {
  const bySeq = new Map([...messages, ...incoming].map((message) => [message.seq, message]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** The last sequence number, 0 before the first message. */
export function lastSeq(messages) {
  return messages.at(-1)?.seq ?? 0;
}

const fileIds = ({ attachments }) => (attachments ?? []).map((file) => file.attachment_id).join();

/** Is this stored message the one that was sent? Before its receipt came, only its words can tell. */
function isSame(message, sent) {
  if (message.sender !== "contact") return false;
  if (sent.messageId) return message.message_id === sent.messageId;
  return message.text === sent.text && fileIds(message) === fileIds(sent) && message.seq > sent.after;
}

/** What was sent and has not come back as a message yet. */
export function stillOutgoing(messages, outgoing) {
  const taken = new Set();
  return outgoing.filter((sent) => {
    const stored = messages.find((message) => !taken.has(message) && isSame(message, sent));
    if (stored) taken.add(stored);
    return !stored;
  });
}

/** The name of the person who has taken over; what a ticket brings from a help desk is no take-over. */
export function personIn(messages) {
  const decides = ({ sender, kind, ticket }) => sender === "bot" || kind === "handoff" || (sender === "agent" && !ticket);
  return messages.findLast(decides)?.author?.name;
}

const asMessage = (sent) => ({
  key: sent.clientMessageId,
  sender: "contact",
  kind: "text",
  text: sent.text,
  attachments: sent.attachments,
  created_at: sent.at,
  state: sent.state,
  reason: sent.reason,
  isFinal: sent.state === "failed" && !sent.passing,
});

/** Each ticket as it stands now: a card that was shown earlier follows it. */
function ticketsNow(messages) {
  const told = messages.filter(({ ticket }) => ticket);
  return new Map(told.map(({ ticket }) => [ticket.number, ticket]));
}

/** What the reader sees: the messages, then what is still on its way; `current` marks the turn that is on. */
export function timeline(messages, outgoing) {
  const waiting = stillOutgoing(messages, outgoing);
  const lastFromContact = messages.findLastIndex(({ sender }) => sender === "contact");
  const lastFromOthers = messages.findLastIndex(({ sender }) => sender !== "contact");
  const tickets = ticketsNow(messages);
  const stored = messages.map((message, index) => ({
    ...message,
    ticket: tickets.get(message.ticket?.number),
    key: message.message_id ?? `seq-${message.seq}`,
    state: message.sender === "contact" ? "sent" : undefined,
    // Whoever waits for a person writes meanwhile, and may still go back to the assistant.
    current:
      waiting.length === 0 && (index > lastFromContact || (message.kind === "handoff" && index === lastFromOthers)),
  }));
  return [...stored, ...waiting.map(asMessage)];
}

/** How many messages to the contact came after the last one read. */
export function unreadCount(messages, readSeq) {
  return messages.filter(({ seq, sender }) => sender !== "contact" && seq > readSeq).length;
}
