// @ts-check
// The language links name the page; with script they also keep the section the reader is at.
"use strict";

/** @returns {void} */
function keepSection() {
  for (const link of document.querySelectorAll("a[data-language]")) {
    if (link instanceof HTMLAnchorElement) link.hash = location.hash;
  }
}

addEventListener("hashchange", keepSection);
keepSection();

/** The search is loaded when someone reaches for it, or comes with words to search for: nobody else pays for it. @returns {void} */
function offerSearch() {
  const link = document.querySelector("a.oe-search");
  if (!(link instanceof HTMLAnchorElement)) return;
  /** @type {HTMLScriptElement | null} */
  let script = null;
  const load = () => {
    if (script) return;
    script = document.createElement("script");
    script.src = /** @type {string} */ (link.dataset.search);
    document.head.append(script);
  };
  /** @param {string} [query] @returns {void} */
  const open = (query) => {
    const ready = /** @type {{overdueSearch?: (query?: string) => void}} */ (window);
    if (ready.overdueSearch) ready.overdueSearch(query);
    else addEventListener("overdue-search", () => ready.overdueSearch?.(query), { once: true });
    load();
  };
  link.addEventListener("pointerenter", load);
  link.addEventListener("focus", load);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  // After the hash a query stays in the browser; after the question mark it is part of an address that someone shares.
  const query = new URLSearchParams(location.search).get("q") ?? new URLSearchParams(location.hash.slice(1)).get("q");
  if (query !== null) open(query);
}

offerSearch();
