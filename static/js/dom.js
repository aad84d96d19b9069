// Elements by selector, as what they are.

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
