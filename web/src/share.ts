/** The share dialog. */
import type { EditorPage } from "./page.ts"

export function shareDialog(page: EditorPage): void {
  void navigator.clipboard?.writeText(page.links.edit ?? page.links.read)
}
