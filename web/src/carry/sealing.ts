/** AES-GCM of a page or file and of the headers that it is shown with. */

/** Headers of an answer that a browser acts on; the others end with the connection. */
const HEADERS = [
  "content-language",
  "content-security-policy",
  "content-type",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "permissions-policy",
  "referrer-policy",
  "x-content-type-options",
  "x-frame-options",
]
const IV_BYTES = 12
const LENGTH_BYTES = 4

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly data: ArrayBuffer
}
export interface Shown {
  readonly headers: Readonly<Record<string, string>>
  readonly body: ArrayBuffer
}

/** A key that no script and no page can read; the browser keeps it with the rest. */
export const newKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])

/** `name` has to be the same when it is opened: no entry takes the place of another one. */
export async function seal(
  key: CryptoKey,
  name: string,
  answer: Response,
): Promise<Sealed & { bytes: number }> {
  const headers = Object.fromEntries(
    HEADERS.flatMap(header => {
      const value = answer.headers.get(header)
      return value === null ? [] : [[header, value]]
    }),
  )
  const head = new TextEncoder().encode(JSON.stringify(headers))
  const body = new Uint8Array(await answer.arrayBuffer())
  const plain = new Uint8Array(LENGTH_BYTES + head.length + body.length)
  new DataView(plain.buffer).setUint32(0, head.length)
  plain.set(head, LENGTH_BYTES)
  plain.set(body, LENGTH_BYTES + head.length)
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  return { iv, data: await crypto.subtle.encrypt(algorithm(iv, name), key, plain), bytes: body.length }
}

/** Raises where it is another entry, or was changed. */
export async function unseal(key: CryptoKey, name: string, { iv, data }: Sealed): Promise<Shown> {
  const plain = await crypto.subtle.decrypt(algorithm(iv, name), key, data)
  const length = new DataView(plain).getUint32(0)
  const head = new TextDecoder().decode(new Uint8Array(plain, LENGTH_BYTES, length))
  return { headers: JSON.parse(head) as Record<string, string>, body: plain.slice(LENGTH_BYTES + length) }
}

const algorithm = (iv: Uint8Array<ArrayBuffer>, name: string): AesGcmParams => ({
  name: "AES-GCM",
  iv,
  additionalData: new TextEncoder().encode(name),
})
