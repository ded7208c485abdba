// @ts-check
// The page's elements, found, made and told apart. Text is never read as markup here.

/**
 * The first element below `root`; null where there is none.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} [kind] what it is, where more is asked of it than of any element
 */
export function find(root, selector, kind) {
  const found = root.querySelector(selector);
  if (kind && found && !(found instanceof kind)) throw new TypeError(`${selector} is no ${kind.name}`);
  return /** @type {T | null} */ (found);
}

/**
 * The same, of what is always there.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} [kind]
 */
export function need(root, selector, kind) {
  const found = find(root, selector, kind);
  if (!found) throw new TypeError(`there is no ${selector}`);
  return found;
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 */
export function all(root, selector) {
  return /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)]);
}

/**
 * What an event happened in; null where that is nothing of this kind.
 * @param {EventTarget | null} target
 * @param {string} selector
 */
export function near(target, selector) {
  return target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest(selector)) : null;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * Tell all of the page of something: see the events in types.d.ts.
 * @template {keyof PageEvents} T
 * @param {T} event
 * @param {PageEvents[T]} [detail]
 */
export function tell(event, detail) {
  document.dispatchEvent(new CustomEvent(event, { detail }));
}

/**
 * What storage holds under a name, read as JSON; `otherwise` where it is off, or holds no JSON.
 * @param {() => Storage} storage
 * @param {string} key
 * @param {unknown} otherwise
 * @returns {unknown}
 */
export function stored(storage, key, otherwise) {
  try {
    return JSON.parse(storage().getItem(key) ?? "null") ?? otherwise;
  } catch {
    return otherwise;
  }
}

/**
 * Whether it could be stored.
 * @param {() => Storage} storage
 * @param {string} key
 * @param {unknown} value
 */
export function store(storage, key, value) {
  try {
    storage().setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false; // switched off, or full
  }
}
