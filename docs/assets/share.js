// @ts-check
// One tap copies a card or the link to a section. Without script, or without a clipboard, the text can be selected.
"use strict";

(() => {
  const words = document.currentScript instanceof HTMLScriptElement ? document.currentScript.dataset : {};
  const canonical = document.querySelector("link[rel=canonical]");
  const page = canonical instanceof HTMLLinkElement ? canonical.href : location.href.split("#")[0];

  const said = document.createElement("p");
  said.className = "oe-said";
  said.setAttribute("role", "status");
  document.body.append(said);
  let timer = 0;

  /** @param {string | undefined} text @returns {void} */
  function say(text) {
    said.textContent = text ?? "";
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = ""; }, 4000);
  }

  /** Selects an element's text, for the reader or for the old way of copying. @param {Node} element @returns {void} */
  function select(element) {
    const selection = getSelection();
    const range = document.createRange();
    range.selectNodeContents(element);
    selection?.removeAllRanges();
    selection?.addRange(range);
  }

  /** Copies a text; `shown` gives the element that shows it. @param {string} text @param {() => Node} shown @returns {Promise<void>} */
  async function copy(text, shown) {
    try {
      await navigator.clipboard.writeText(text);
      say(words.copied);
    } catch {
      select(shown()); // no clipboard, as on plain http and in some apps' browsers
      say(document.execCommand("copy") ? words.copied : words.press);
    }
  }

  /** Shows an address in its heading, so that it can be selected. @param {Element} heading @param {string} address @returns {Node} */
  function spell(heading, address) {
    const shown = heading.querySelector(".oe-link-text") ?? document.createElement("span");
    shown.className = "oe-link-text";
    shown.textContent = address;
    heading.append(shown);
    return shown;
  }

  /** @param {string} text @param {string} label @returns {HTMLButtonElement} */
  function button(text, label) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    if (label !== text) made.setAttribute("aria-label", label);
    return made;
  }

  for (const card of document.querySelectorAll("[data-card]")) {
    const text = card.querySelector(".card-text");
    const title = card.querySelector(".card-title")?.textContent ?? "";
    if (!(text instanceof HTMLElement)) continue;
    const alone = card.tagName === "SECTION";
    const label = alone ? words.copyCard ?? "" : `${words.copyCard}: ${title}`;
    const control = button((alone ? words.copyCard : words.copy) ?? "", label);
    control.className = "oe-copy";
    control.addEventListener("click", () => {
      const lines = [...text.querySelectorAll("p")].map((line) => line.textContent);
      void copy(lines.join("\n"), () => text);
    });
    text.after(control);
  }

  for (const heading of document.querySelectorAll("article h2[id]")) {
    const address = `${page}#${heading.id}`;
    const control = button("#", `${words.section}${heading.textContent}`);
    control.className = "oe-link-here";
    control.addEventListener("click", () => void copy(address, () => spell(heading, address)));
    heading.append(control);
  }
})();
