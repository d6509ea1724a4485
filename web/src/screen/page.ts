/** Elements of the page by id, and the facts in `<script type="application/json" id="page">`. */

/** Unchecked: the server wrote them. */
export function readPage<Page>(): Page {
  const printed = document.querySelector("#page")?.textContent
  if (!printed) throw new Error("expected a JSON element #page, found none")
  return JSON.parse(printed) as Page
}

/** Unchecked: the template has an element of that id. */
export const at = <E extends HTMLElement>(id: string) => document.getElementById(id) as E
