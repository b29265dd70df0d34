// Server-sent events, read from a fetch body, because EventSource cannot send a bearer token.

/** Turns chunks of text into {id, event, data}; a comment (the ping) gives nothing. */
export class EventParser {
  #rest = "";
  #event = {};

  push(chunk) {
    // A "\r" at the end may be half of "\r\n": it waits for the next chunk.
    const text = this.#rest + chunk;
    const end = text.endsWith("\r") ? text.length - 1 : text.length;
    const lines = text.slice(0, end).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() + text.slice(end);
    return lines.map((line) => this.#line(line)).filter(Boolean);
  }

  #line(line) {
    if (line === "") return this.#finished();
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (field === "data") this.#event.data = [...(this.#event.data ?? []), value];
    else if (field === "event" || field === "id") this.#event[field] = value;
    return null;
  }

  #finished() {
    const { data, event = "message", id } = this.#event;
    this.#event = {};
    return data ? { event, id, data: data.join("\n") } : null;
  }
}

/** The events of a response, as they come; `heard` is called for every chunk, pings too. */
export async function* eventsOf(response, heard) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const parser = new EventParser();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      yield* parser.push(value);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
