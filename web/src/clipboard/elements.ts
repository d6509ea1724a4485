/** Small edits of a parsed DOM tree: rename an element, unwrap it, move its children. */

export function move(from: Element, to: Element): void {
  while (from.firstChild) to.append(from.firstChild)
}

export function renamed(element: Element, name: string): HTMLElement {
  const made = element.ownerDocument.createElement(name)
  move(element, made)
  element.replaceWith(made)
  return made
}

export function unwrap(element: Element): void {
  while (element.firstChild) element.before(element.firstChild)
  element.remove()
}

/** Wraps the children of an element in a new one. */
export function wrapInside(element: Element, name: string): void {
  const made = element.ownerDocument.createElement(name)
  move(element, made)
  element.append(made)
}

/** The element's original `style`, which is inert in an attribute of another name. */
export const styleOf = (element: Element): string => element.getAttribute("data-style") ?? ""

export const says = (node: Node | null): boolean => /\S/.test(node?.textContent ?? "")
