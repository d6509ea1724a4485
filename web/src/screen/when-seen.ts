/** Calls `then` once somebody sees the page: neither in a tab behind another one nor where it is drawn ahead. */
export function whenSeen(then: () => void): void {
  if (document.visibilityState === "visible") then()
  else document.addEventListener("visibilitychange", () => whenSeen(then), { once: true })
}
