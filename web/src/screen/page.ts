/** The facts that the server prints into a page, in `<script type="application/json" id="page">`. */

/** Unchecked: the server wrote them. */
export function readPage<Page>(): Page {
  const printed = document.querySelector("#page")?.textContent
  if (!printed) throw new Error("expected a JSON element #page, found none")
  return JSON.parse(printed) as Page
}
