/** Requests in JSON, with refusals as text for the person. */
import { t } from "../words.ts"

/** The answer of the server, or a message for the person. */
export type Answer<Body> = { readonly body: Body } | { readonly refusal: string }

/** `change` is sent as JSON; without it, the address is only read. `keepalive`: it is sent though the page is left meanwhile. */
export async function ask<Body>(
  method: string,
  url: string,
  change?: object,
  keepalive = false,
): Promise<Answer<Body>> {
  const body = change && { body: JSON.stringify(change) }
  const headers = { accept: "application/json", "content-type": "application/json" }
  try {
    const answer = await fetch(url, { method, headers, keepalive, ...body })
    const told = (await answer.json()) as Body & { error?: { message: string } }
    return answer.ok ? { body: told } : { refusal: told.error?.message ?? t("panel.failed") }
  } catch {
    return { refusal: t("panel.offline") }
  }
}
