// @ts-check
/* global byId, show, copyText, saveFile, say, startForm, parseDay, lastDay, addDays, isWeekend, weekdayBefore, isoDay, calendarFile */
// The page of the dates: reads the deadlines from its own table, so there is nothing to keep in step.
"use strict";

/** @param {Date} day */
function dayInWords(day) {
  const words = { year: "numeric", month: "long", day: "numeric", weekday: "long", timeZone: "UTC" };
  const locale = document.documentElement.lang === "en" ? "en-GB" : "zh-CN";
  return new Intl.DateTimeFormat(locale, /** @type {Intl.DateTimeFormatOptions} */ (words)).format(day);
}

/**
 * Today on this device, so many days ago.
 * @param {number} ago
 * @returns {Date}
 */
function localDay(ago) {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() - ago));
}

/**
 * @param {Element} within
 * @param {string} selector
 */
function textOf(within, selector) {
  return within.querySelector(selector)?.textContent ?? "";
}

/** @returns {HTMLElement} */
function chosenDeadline() {
  return byId(byId("which", HTMLSelectElement).value);
}

/** One choice for each row of the table, under the page that tells about it. */
function listDeadlines() {
  const groups = new Map();
  for (const row of document.querySelectorAll(".deadline")) {
    const page = textOf(row, "a:not(sup a)");
    if (!groups.has(page)) groups.set(page, Object.assign(document.createElement("optgroup"), { label: page }));
    const length = textOf(row, ".length");
    groups.get(page).append(new Option(`${textOf(row, ".does")} · ${length}`, row.id));
  }
  byId("which").append(...groups.values());
}

/** Choose the deadline that the address names, as links from other pages do. */
function chooseNamed() {
  const which = byId("which", HTMLSelectElement);
  const named = decodeURIComponent(location.hash.slice(1));
  const known = [...which.options].some((option) => option.value === named);
  if (!known) return;
  which.value = named;
  byId("dates-form").scrollIntoView();
  update();
}

/** @returns {void} */
function update() {
  const deadline = chosenDeadline();
  byId("from").textContent = textOf(deadline, ".from");
  byId("about").replaceChildren(...[deadline.querySelector("a:not(sup a)")?.cloneNode(true) ?? ""]);
  show("earliest", Boolean(deadline.dataset.mine));
  show("latest", !deadline.dataset.mine);
  const input = byId("start", HTMLInputElement);
  const start = parseDay(input.value);
  const wrong = !start && (input.value !== "" || input.validity.badInput);
  show("start-error", wrong);
  input.setAttribute("aria-invalid", String(wrong));
  show("outcome", start !== null);
  if (start) showOutcome(deadline, start, lastDay(start, Number(deadline.dataset.length), deadline.dataset.unit ?? ""));
}

/**
 * @param {HTMLElement} deadline
 * @param {Date} start
 * @param {Date} last
 */
function showOutcome(deadline, start, last) {
  const { unit, counting, posting, mine, reply, estimate } = deadline.dataset;
  const left = Math.round((last.getTime() - localDay(0).getTime()) / 86400000);
  const weekend = isWeekend(last);
  const byMonth = unit === "month" || unit === "year";
  byId("last").textContent = dayInWords(last);
  byId("first").textContent = dayInWords(addDays(start, 1));
  byId("left-days").textContent = String(left);
  byId("weekday-before").textContent = dayInWords(weekdayBefore(last));
  byId("its-rules").setAttribute("href", `#counting-${counting}`);
  const notes = [...deadline.querySelectorAll(".note .words")].map((note) => note.textContent);
  byId("notes").textContent = notes.join("\n");
  const shown = {
    "left": left > 0, "is-today": left === 0, "is-past": left < 0 && Boolean(mine), "is-over": left < 0 && !mine,
    "weekend": weekend && Boolean(mine && !estimate), "holiday": !weekend && Boolean(mine && !estimate),
    "estimate": Boolean(estimate && mine), "theirs": Boolean(reply), "may-move": !mine && !estimate, "workdays": unit === "working-day",
    "posting": Boolean(posting && mine), "counted": !byMonth, "by-month": byMonth, "notes": notes.length > 0,
  };
  for (const [id, yes] of Object.entries(shown)) show(id, yes);
}

/** What the outcome says, a line for each paragraph that shows. */
function outcomeText() {
  const deadline = chosenDeadline();
  const lines = [...document.querySelectorAll("#outcome p:not(.tools):not([hidden])")].map((line) => line.textContent);
  const start = parseDay(byId("start", HTMLInputElement).value);
  const rules = lines.slice(0, -1); // the last is the link to the rules
  return [textOf(deadline, ".does"), `${byId("from").textContent} ${start ? isoDay(start) : ""}`, ...rules].join("\n");
}

/** @returns {void} */
function saveCalendar() {
  const deadline = chosenDeadline();
  const start = parseDay(byId("start", HTMLInputElement).value);
  if (!start) return;
  const day = lastDay(start, Number(deadline.dataset.length), deadline.dataset.unit ?? "");
  const title = `${textOf(deadline, ".does")} · ${textOf(deadline, ".length")}`;
  const text = `${outcomeText()}\n${location.href.split("#")[0]}#${deadline.id}`;
  saveFile(`${isoDay(day)} ${deadline.id}.ics`, calendarFile({ id: deadline.id, day, title, text, now: new Date() }), "text/calendar");
  const tools = document.querySelector("#outcome .tools");
  if (tools instanceof HTMLElement) say(tools, tools.dataset.saved ?? "");
}

/** @returns {Promise<void>} */
async function copyOutcome() {
  const tools = document.querySelector("#outcome .tools");
  const copied = await copyText(outcomeText(), byId("outcome"));
  if (tools instanceof HTMLElement) say(tools, (copied ? tools.dataset.copied : tools.dataset.byHand) ?? "");
}

/** @returns {void} */
function startDates() {
  listDeadlines();
  startForm(byId("dates-form", HTMLFormElement), update);
  for (const button of document.querySelectorAll("[data-ago]")) {
    button.addEventListener("click", () => {
      const ago = button instanceof HTMLElement ? Number(button.dataset.ago) : 0;
      byId("start", HTMLInputElement).value = isoDay(localDay(ago));
      update();
    });
  }
  byId("calendar").addEventListener("click", saveCalendar);
  byId("copy").addEventListener("click", () => void copyOutcome());
  addEventListener("hashchange", chooseNamed);
  update();
  chooseNamed();
}

startDates();
