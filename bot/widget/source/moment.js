// Points in time, as the reader's language, region and time zone write them.

const formatter = (locale, options) => {
  // Spanish in Mexico, English in Ireland: of the reader's own languages the one that matches.
  const regional = navigator.languages.find((tag) => tag.split("-")[0] === locale);
  return new Intl.DateTimeFormat(regional ?? locale, { hour: "numeric", minute: "2-digit", ...options });
};

/** "14:03" today, "12 jun, 14:03" on another day, "" for what is no time. */
export function shortTime(iso, locale, now = new Date()) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const isToday = at.toDateString() === now.toDateString();
  return formatter(locale, isToday ? {} : { day: "numeric", month: "short" }).format(at);
}

/**
 * "viernes, 12 de junio, 14:00 CEST": a promise, so the day and the zone are always said; where the company is, as in
 * its words. A zone that this browser does not know yet: where the reader is.
 */
export function dueTime(iso, locale, timeZone) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const day = { weekday: "long", day: "numeric", month: "long", timeZoneName: "short" };
  try {
    return formatter(locale, { ...day, timeZone }).format(at);
  } catch {
    return formatter(locale, day).format(at);
  }
}
