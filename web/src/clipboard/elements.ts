/** Small changes to a tree that is only read: an element under another name, or its inside alone. */

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

/** Puts what an element says into another one, inside of it. */
export function wrapInside(element: Element, name: string): void {
  const made = element.ownerDocument.createElement(name)
  move(element, made)
  element.append(made)
}

/** What was its `style` before it was made inert. */
export const styleOf = (element: Element): string => element.getAttribute("data-style") ?? ""

export const says = (node: Node | null): boolean => /\S/.test(node?.textContent ?? "")
