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
