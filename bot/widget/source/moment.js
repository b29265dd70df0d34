// Points in time, as the reader's language, region and time zone write them.

const said = (at, locale, options) => {
  // Spanish in Mexico, English in Ireland: of the reader's own languages the one that matches.
  const regional = navigator.languages.find((tag) => tag.split("-")[0] === locale);
  return new Intl.DateTimeFormat(regional ?? locale, options).format(at);
};

/** "14:03" today, "12 jun, 14:03" on another day, "" for what is no time. */
export function shortTime(iso, locale, now = new Date()) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const isToday = at.toDateString() === now.toDateString();
  const day = isToday ? {} : { day: "numeric", month: "short" };
  return said(at, locale, { hour: "numeric", minute: "2-digit", ...day });
}

/**
 * "viernes, 12 de junio de 2026 a las 14:00 (hora de Madrid)": a promise, so the day and the zone are always said;
 * where the company is, as in its words. A zone that this browser does not know yet: where the reader is.
 */
export function dueTime(ticket, locale, texts) {
  const at = new Date(ticket.due_at);
  if (Number.isNaN(at.getTime())) return "";
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const { time_zone: there = here, time_zone_name: name = there } = ticket;
  const words = (timeZone, place) =>
    texts.moment(said(at, locale, { dateStyle: "full", timeZone }), said(at, locale, { timeStyle: "short", timeZone }), place);
  try {
    return words(there, name);
  } catch {
    return words(here, here);
  }
}
