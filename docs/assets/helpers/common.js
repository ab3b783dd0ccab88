// @ts-check
// What the helpers share. They work in the page: nothing is stored, nothing is sent.
"use strict";

/**
 * The element with this id; the page's template has it.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} [kind]
 * @returns {T}
 */
function byId(id, kind) {
  const found = document.getElementById(id);
  if (!found || (kind && !(found instanceof kind))) throw new Error(`#${id} is missing`);
  return /** @type {T} */ (found);
}

/**
 * @param {string} id
 * @param {boolean} shown
 */
function show(id, shown) {
  byId(id).hidden = !shown;
}

/**
 * Copy a text, or select the element that holds it where a page may not copy (old or in-app browsers).
 * @param {string} text
 * @param {HTMLElement} holder
 * @returns {Promise<boolean>} whether it was copied
 */
async function copyText(text, holder) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(holder);
    return false;
  }
}

/**
 * Hand a text to the browser as a file.
 * @param {string} name
 * @param {string} text
 * @param {string} type
 */
function saveFile(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name.replace(/[\\/:*?"<>|\s]+/g, " ").trim();
  document.body.append(link);
  link.click();
  link.remove();
  // Some phones read the blob only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/**
 * Say what became of a button, where a screen reader hears it.
 * @param {HTMLElement} tools
 * @param {string} words
 */
function say(tools, words) {
  const said = tools.querySelector(".said");
  if (said) said.textContent = words;
}

/** The page's title, for the name of a file. */
function pageTitle() {
  return (document.querySelector("h1")?.textContent ?? "").trim();
}

/**
 * A form here has nothing to send to.
 * @param {HTMLFormElement} form
 * @param {() => void} changed
 */
function startForm(form, changed) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.hidden = false;
}
