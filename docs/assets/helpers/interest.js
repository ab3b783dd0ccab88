// @ts-check
/* global byId, show, copyText, say, startForm, SCALE, parseAmount, parseDays, interestCents, yearlyRate, money, written, grouped */
// The page of the overdue interest: rates, caps and words all stand in the page.
"use strict";

/** @returns {boolean} */
function afterJudgment() {
  const chosen = document.querySelector("input[name=mode]:checked");
  return chosen instanceof HTMLInputElement && chosen.value === "delay";
}

/**
 * The number in a field; says what is wrong with it.
 * @param {string} id
 * @returns {bigint | null}
 */
function numberIn(id) {
  const input = byId(id, HTMLInputElement);
  const found = id === "days" ? parseDays(input.value) : parseAmount(input.value);
  const why = found && "why" in found ? found.why : "";
  show(`${id}-error`, why !== "");
  for (const reason of byId(`${id}-error`).children) {
    if (reason instanceof HTMLElement) reason.hidden = reason.dataset.why !== why;
  }
  input.setAttribute("aria-invalid", String(why !== ""));
  return found && "value" in found ? found.value : null;
}

/** @returns {string} */
function unitChosen() {
  return afterJudgment() ? "day-percent" : byId("unit", HTMLSelectElement).value;
}

/** @returns {HTMLOptionElement} */
function lenderChosen() {
  return byId("lender", HTMLSelectElement).selectedOptions[0];
}

/** Show the fields that this kind of sum needs. */
function showFields() {
  const mode = afterJudgment() ? "delay" : "contract";
  for (const field of document.querySelectorAll("#interest-form [data-mode]")) {
    if (!(field instanceof HTMLElement)) continue;
    const { mode: forMode, unit, capped } = field.dataset;
    const units = unit ? unit.split(" ").includes(unitChosen()) : true;
    field.hidden = forMode !== mode || !units || (Boolean(capped) && !lenderChosen().dataset.times);
  }
}

/**
 * What is asked, or null while something is missing.
 * @returns {{principal: bigint, unit: string, rate: bigint, times: bigint, days: bigint, yearDays: bigint} | null}
 */
function asked() {
  const unit = unitChosen();
  const judged = parseAmount(byId("interest-form").dataset.delay ?? "");
  const typed = { principal: numberIn("principal"), rate: numberIn("rate"), times: numberIn("times"), days: numberIn("days") };
  const rate = afterJudgment() ? (judged && "value" in judged ? judged.value : null) : typed.rate;
  const times = unit === "year-times" ? typed.times : SCALE;
  const yearDays = BigInt(byId("year-days", HTMLSelectElement).value);
  if (typed.principal === null || rate === null || times === null || typed.days === null) return null;
  return { principal: typed.principal, unit, rate, times, days: typed.days, yearDays };
}

/**
 * The sum in figures.
 * @param {{principal: bigint, unit: string, rate: bigint, times: bigint, days: bigint, yearDays: bigint}} sum
 * @returns {string}
 */
function formulaOf({ principal, unit, rate, times, days, yearDays }) {
  const start = `${written(principal)} × `;
  if (unit === "day-percent") return `${start}${written(rate)}% × ${grouped(days)}`;
  if (unit === "day-permyriad") return `${start}${written(rate)} ÷ 10,000 × ${grouped(days)}`;
  const factor = unit === "year-times" ? ` × ${written(times)}` : "";
  return `${start}${written(rate)}%${factor} ÷ ${yearDays} × ${grouped(days)}`;
}

/** @returns {void} */
function update() {
  showFields();
  const lpr = numberIn("lpr");
  const sum = asked();
  show("outcome", sum !== null);
  if (!sum) return;
  const yuan = byId("interest-form").dataset.yuan;
  const cents = interestCents(sum);
  byId("amount").textContent = `${money(cents)} ${yuan}`;
  byId("formula").textContent = `${formulaOf(sum)} = ${money(cents)}`;
  byId("yearly").textContent = `${written(yearlyRate(sum), 4)}%`;
  showCap(sum, cents, afterJudgment() ? null : lpr);
  showCase();
}

/**
 * Compare with the cap, for the lenders that have one and once the LPR is typed.
 * @param {{principal: bigint, days: bigint}} sum
 * @param {bigint} cents
 * @param {bigint | null} lpr
 */
function showCap(sum, cents, lpr) {
  const times = lenderChosen().dataset.times;
  show("no-cap", !times);
  show("cap", Boolean(times) && lpr !== null);
  if (!times || lpr === null) return;
  const capped = { ...sum, unit: "year-times", rate: lpr, times: BigInt(times) * SCALE, yearDays: 365n };
  const cap = interestCents(capped);
  const yuan = byId("interest-form").dataset.yuan;
  byId("cap-amount").textContent = `${money(cap)} ${yuan}`;
  byId("cap-formula").textContent = `${formulaOf(capped)} = ${money(cap)}`;
  byId("above").textContent = `${money(cents - cap)} ${yuan}`;
  show("cap-above", cents > cap);
  show("cap-below", cents <= cap);
}

/** Bring the rules for the chosen lender, or for judgments, from further down the page. */
function showCase() {
  const option = lenderChosen();
  byId("case-title").textContent = option.text;
  const heading = byId(afterJudgment() ? "delay" : `case-${option.value}`);
  const list = byId("case-rules");
  if (list.dataset.of === heading.id) return;
  const rules = heading.nextElementSibling;
  list.replaceChildren(...(rules ? [...rules.children].map((rule) => rule.cloneNode(true)) : []));
  list.dataset.of = heading.id;
}

/** @returns {Promise<void>} */
async function copyOutcome() {
  const lines = [...document.querySelectorAll("#outcome p:not(.tools), #outcome li")];
  const seen = lines.filter((line) => line instanceof HTMLElement && line.offsetParent !== null);
  const copied = await copyText(seen.map((line) => line.textContent).join("\n"), byId("outcome"));
  const tools = document.querySelector("#outcome .tools");
  if (tools instanceof HTMLElement) say(tools, (copied ? tools.dataset.copied : tools.dataset.byHand) ?? "");
}

startForm(byId("interest-form", HTMLFormElement), update);
byId("copy").addEventListener("click", () => void copyOutcome());
update();
