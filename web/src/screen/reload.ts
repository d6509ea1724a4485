/** After the form of a first visit: reloading asks for the address again, and does not send the form again. */
export function reloadByAddress(): void {
  history.replaceState(history.state, "", location.href)
}
