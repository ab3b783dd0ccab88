// @ts-check
// Counting days, and a calendar file: pure functions. hooks/overdue/model/counting.py counts the same way; a test compares.
"use strict";

const DAY = 86400000;

/**
 * The day that a text such as 2026-11-30 names, or null. Full-width digits and 年月日 are understood.
 * @param {string} text
 * @returns {Date | null}
 */
function parseDay(text) {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.normalize("NFKC").replace(/\s/g, ""));
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(Number);
  const found = new Date(Date.UTC(year, month - 1, day));
  const real = found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
  return real && year >= 1990 && year <= 2100 ? found : null;
}

/**
 * @param {Date} day
 * @param {number} days
 * @returns {Date}
 */
function addDays(day, days) {
  return new Date(day.getTime() + days * DAY);
}

/**
 * The corresponding day so many months later, or the last day of a month that lacks it.
 * @param {Date} day
 * @param {number} months
 * @returns {Date}
 */
function addMonths(day, months) {
  const month = day.getUTCMonth() + months;
  const last = new Date(Date.UTC(day.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(day.getUTCFullYear(), month, Math.min(day.getUTCDate(), last)));
}

/** @param {Date} day */
function isWeekend(day) {
  return day.getUTCDay() % 6 === 0;
}

/**
 * Mondays to Fridays; which of them are holidays is not known.
 * @param {Date} day
 * @param {number} length
 * @returns {Date}
 */
function addWeekdays(day, length) {
  while (length > 0) {
    day = addDays(day, 1);
    if (!isWeekend(day)) length -= 1;
  }
  return day;
}

/**
 * The last day of a period. The day it starts is not counted, and no holiday moves the end.
 * @param {Date} start
 * @param {number} length
 * @param {string} unit
 * @returns {Date}
 */
function lastDay(start, length, unit) {
  if (unit === "working-day") return addWeekdays(start, length);
  if (unit === "month") return addMonths(start, length);
  if (unit === "year") return addMonths(start, length * 12);
  return addDays(start, length);
}

/**
 * The Friday before a weekend day; any other day itself.
 * @param {Date} day
 * @returns {Date}
 */
function weekdayBefore(day) {
  while (isWeekend(day)) day = addDays(day, -1);
  return day;
}

/** @param {Date} day */
function isoDay(day) {
  return day.toISOString().slice(0, 10);
}

/**
 * A line of a calendar file, folded so that none is longer than 75 bytes.
 * @param {string} line
 * @returns {string}
 */
function foldLine(line) {
  const size = new TextEncoder();
  let folded = "";
  let bytes = 0;
  for (const character of line) {
    const more = size.encode(character).length;
    if (bytes + more > 74) {
      folded += "\r\n ";
      bytes = 1;
    }
    folded += character;
    bytes += more;
  }
  return folded;
}

/** @param {string} text */
function escapeCalendar(text) {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
}

/**
 * A calendar file with one whole-day event and a reminder 3 days ahead.
 * @param {{id: string, day: Date, title: string, text: string, now: Date}} event
 * @returns {string}
 */
function calendarFile(event) {
  const day = isoDay(event.day).replace(/-/g, "");
  const after = isoDay(addDays(event.day, 1)).replace(/-/g, "");
  const lines = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Overdue Explained//Dates//ZH", "BEGIN:VEVENT",
    `UID:${event.id}-${day}@overdue-explained`,
    `DTSTAMP:${event.now.toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `DTSTART;VALUE=DATE:${day}`, `DTEND;VALUE=DATE:${after}`,
    `SUMMARY:${escapeCalendar(event.title)}`, `DESCRIPTION:${escapeCalendar(event.text)}`, "TRANSP:TRANSPARENT",
    "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P3D", `DESCRIPTION:${escapeCalendar(event.title)}`, "END:VALARM",
    "END:VEVENT", "END:VCALENDAR",
  ];
  return lines.map((line) => foldLine(line) + "\r\n").join("");
}
