// Elements of the page: found by selector as what they are, or made.

/**
 * All that `selector` finds below `root` of this kind.
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
 * The first of them, which has to be there.
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

/** The element that an event of a page is about. */
export function targetOf(/** @type {Event} */ { target }) {
  if (!(target instanceof Element)) {
    throw new Error("the event is about no element");
  }
  return target;
}

/** A button that does something here, and posts nothing. */
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
