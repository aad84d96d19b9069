// Finds typed elements of the page by selector, and creates new ones.

/**
 * All elements of this kind that match `selector` below `root`.
 *
 * @template {Element} Kind
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} kind
 */
export function all(root, selector, kind) {
  return [...root.querySelectorAll(selector)].flatMap((found) => (found instanceof kind ? [found] : []));
}

/**
 * The first of them, which must exist.
 *
 * @template {Element} Kind
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} kind
 */
export function one(root, selector, kind) {
  const [found] = all(root, selector, kind);
  if (!found) {
    throw new Error(`the page has no ${selector}`);
  }
  return found;
}

/** The element to which an event of the page belongs. */
export function targetOf(/** @type {Event} */ { target }) {
  if (!(target instanceof Element)) {
    throw new Error("the event is about no element");
  }
  return target;
}

/** A button that acts on the page and posts nothing. */
export function button(/** @type {string} */ label, /** @type {() => void} */ act, css = "") {
  const made = element("button", css, label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/**
 * A new element with a class and a text.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} css
 */
export function element(tag, css, text = "") {
  const made = document.createElement(tag);
  if (css) {
    made.className = css;
  }
  made.textContent = text;
  return made;
}
