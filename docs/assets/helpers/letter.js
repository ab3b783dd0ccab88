// @ts-check
// The blanks of a letter: what is typed shows in the letter at once; the letter can be copied, printed and saved.
"use strict";

const NAMES = new Map(); // each blank of the letters as it was: its name in square brackets

/** @returns {HTMLElement[]} */
function letterBlanks() {
  return [...document.querySelectorAll(".letter [data-blank]")].filter((each) => each instanceof HTMLElement);
}

/** Put what is typed into every letter of the page, as text. */
function fillLetters() {
  for (const blank of letterBlanks()) {
    const field = document.querySelector(`[data-fills="${blank.dataset.blank}"]`);
    const typed = field instanceof HTMLTextAreaElement ? field.value.trim() : "";
    blank.textContent = typed || NAMES.get(blank);
    blank.classList.toggle("filled", typed !== "");
  }
}

/** @returns {number} */
function emptyBlanks() {
  const fields = [...document.querySelectorAll("[data-fills]")];
  return fields.filter((field) => field instanceof HTMLTextAreaElement && !field.value.trim()).length;
}

/** @param {HTMLElement} letter */
function printLetter(letter) {
  document.documentElement.classList.add("print-letter");
  letter.classList.add("printed");
  print();
}

/** @returns {void} */
function printedLetter() {
  document.documentElement.classList.remove("print-letter");
  document.querySelector(".printed")?.classList.remove("printed");
}

/**
 * @param {HTMLElement} tools
 * @param {string} what
 */
async function useLetter(tools, what) {
  const letter = document.querySelector(`.letter[data-text="${tools.dataset.letter}"]`);
  if (!(letter instanceof HTMLElement)) return;
  const text = letter.textContent ?? "";
  const left = emptyBlanks() ? ` ${tools.dataset.left}${emptyBlanks()}` : "";
  if (what === "copy") {
    const copied = await copyText(text, letter);
    say(tools, (copied ? tools.dataset.copied : tools.dataset.byHand) + left);
  } else if (what === "save") {
    // The mark at the start and the line ends let old Windows editors show Chinese.
    saveFile(`${pageTitle()}.txt`, "\ufeff" + text.replace(/\r?\n/g, "\r\n"), "text/plain");
    say(tools, tools.dataset.saved + left);
  } else {
    printLetter(letter);
  }
}

/** @returns {void} */
function startLetter() {
  const form = byId("fill", HTMLFormElement);
  for (const blank of letterBlanks()) NAMES.set(blank, blank.textContent);
  startForm(form, fillLetters);
  form.addEventListener("reset", () => setTimeout(fillLetters));
  for (const tools of document.querySelectorAll("[data-letter]")) {
    if (!(tools instanceof HTMLElement)) continue;
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
      if (button instanceof HTMLElement) void useLetter(tools, button.dataset.do ?? "");
    });
  }
  addEventListener("afterprint", printedLetter);
  fillLetters();
}

startLetter();
