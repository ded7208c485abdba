// @ts-check
// Days and hours in the reader's own time. Nothing here knows the page.

const MONTH = new Intl.DateTimeFormat("en", { month: "long", year: "numeric" });
const DATE = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

/**
 * By the calendar, not by hours: what was said before midnight was said yesterday.
 * @param {Date} moment
 * @param {Date} now
 */
export function daysAgo(moment, now) {
  const day = (/** @type {Date} */ date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
  return day(now) - day(moment);
}

/**
 * The heading that a moment is listed under.
 * @param {Date} moment
 * @param {Date} now
 */
export function dayOf(moment, now) {
  const ago = daysAgo(moment, now);
  if (ago <= 0) return "Today";
  if (ago === 1) return "Yesterday";
  if (ago < 7) return "Last 7 days";
  return MONTH.format(moment);
}

/**
 * As it stands in the list: of the last two days the hour, else the day; and to the minute.
 * @param {Date} moment
 * @param {Date} now
 */
export function whenOf(moment, now) {
  const short = daysAgo(moment, now) < 2 ? TIME : DATE;
  return { short: short.format(moment), exact: EXACT.format(moment) };
}
