/** Copies text, also on plain HTTP, where browsers give no clipboard API. */

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea")
  area.value = text
  area.className = "vh"
  // Inside an open dialog nothing outside of it can be selected.
  const home = document.querySelector("dialog[open]") ?? document.body
  home.append(area)
  area.select()
  const isCopied = document.execCommand("copy")
  area.remove()
  return isCopied
}
