// @ts-check
// Sums of money, exactly: pure functions over whole numbers. hooks/overdue/model/counting.py works out the same; a test compares.
"use strict";

const DECIMALS = 8;
const SCALE = 10n ** BigInt(DECIMALS);

/**
 * The number that a person typed, times 10^8: full-width digits, commas between thousands, 5万, ％ and 元 are understood.
 * @param {string} text
 * @returns {{value: bigint} | {why: "number" | "large"} | null} null where nothing was typed
 */
function parseAmount(text) {
  // A Chinese keyboard types 。 where a decimal point is meant.
  const plain = text.normalize("NFKC").replace(/[\s¥￥]|元$|%$/g, "").replace(/(\d)。(\d)/g, "$1.$2");
  if (plain === "") return null;
  const match = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?(万?)$/.exec(plain);
  if (!match) return { why: "number" };
  const whole = match[1].replace(/,/g, "").replace(/^0+(?=\d)/, "");
  const part = match[2] ?? "";
  if (whole.length > 12 || part.length > DECIMALS) return { why: "large" };
  const value = BigInt(whole + part.padEnd(DECIMALS, "0")) * (match[3] ? 10000n : 1n);
  return value > 0n ? { value } : { why: "number" };
}

/**
 * The whole number of days that a person typed.
 * @param {string} text
 * @returns {{value: bigint} | {why: "days"} | null}
 */
function parseDays(text) {
  const plain = text.normalize("NFKC").replace(/[\s,]|天$|日$/g, "");
  if (plain === "") return null;
  const days = /^\d{1,6}$/.test(plain) ? BigInt(plain) : 0n;
  return days >= 1n && days <= 36500n ? { value: days } : { why: "days" };
}

/**
 * What a rate comes to, in hundredths of a yuan, rounded half up. Every amount but the days is times 10^8.
 * @param {{principal: bigint, unit: string, rate: bigint, times: bigint, days: bigint, yearDays: bigint}} sum
 * @returns {bigint}
 */
function interestCents({ principal, unit, rate, times, days, yearDays }) {
  const parts = unit === "day-percent" ? 100n : unit === "day-permyriad" ? 10000n : 100n * yearDays;
  const upper = principal * rate * times * days * 100n;
  const lower = SCALE ** 3n * parts;
  return (2n * upper + lower) / (2n * lower);
}

/**
 * The rate in percent a year, times 10^8.
 * @param {{unit: string, rate: bigint, times: bigint}} sum
 * @returns {bigint}
 */
function yearlyRate({ unit, rate, times }) {
  if (unit === "day-percent") return rate * 365n;
  if (unit === "day-permyriad") return (rate * 365n) / 100n;
  return (rate * times) / SCALE;
}

/**
 * A whole number with commas between thousands.
 * @param {bigint} value
 * @returns {string}
 */
function grouped(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * Hundredths of a yuan as 1,234.50.
 * @param {bigint} cents
 * @returns {string}
 */
function money(cents) {
  return `${grouped(cents / 100n)}.${String(cents % 100n).padStart(2, "0")}`;
}

/**
 * A number times 10^8 as people write it, with at most so many decimals.
 * @param {bigint} value
 * @param {number} [decimals]
 * @returns {string}
 */
function written(value, decimals = DECIMALS) {
  const step = 10n ** BigInt(DECIMALS - decimals);
  const rounded = ((value + step / 2n) / step) * step;
  const part = String(rounded % SCALE).padStart(DECIMALS, "0").replace(/0+$/, "");
  return grouped(rounded / SCALE) + (part && `.${part}`);
}
