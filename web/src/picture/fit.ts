/** Prepares a picture for upload: upright, as large as paper needs, in a format that every program reads. */

export interface Fit {
  readonly name: string
  readonly content: Blob
  readonly width: number
  readonly height: number
}

/** In pixels: the whole width of A4 at nearly 300 to the inch. */
const LONGEST_SIDE = 2400
/** Limits of the server, and of the size that a device opens. */
const MOST_SENT = 12 << 20
export const MOST_MB = 64
const SENT_AS_IT_IS = new Set(["image/png", "image/jpeg", "image/webp", "image/gif"])
const QUALITY = 0.9

/** `unreadable`: no picture, or in a format that this browser cannot open. */
export type Refusal = "unreadable" | "tooLarge"

export async function fit(file: File): Promise<Fit | Refusal> {
  if (file.size > MOST_MB << 20) return "tooLarge"
  const bitmap = await createImageBitmap(file).catch(() => undefined)
  if (!bitmap) return "unreadable"
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [bitmap.width, bitmap.height].map(side =>
    Math.max(1, Math.round(side * scale)),
  ) as [number, number]
  const isFit = scale === 1 && SENT_AS_IT_IS.has(file.type) && file.size <= MOST_SENT
  const content = isFit ? file : await drawn(bitmap, width, height, file.type)
  bitmap.close()
  if (!content) return "unreadable"
  return { name: file.name, content, width, height }
}

/** Redrawing removes metadata. */
async function drawn(
  bitmap: ImageBitmap,
  width: number,
  height: number,
  kind: string,
): Promise<Blob | undefined> {
  const canvas = document.createElement("canvas")
  Object.assign(canvas, { width, height })
  const pen = canvas.getContext("2d")
  if (!pen) return undefined
  pen.imageSmoothingQuality = "high"
  pen.drawImage(bitmap, 0, 0, width, height)
  // A drawing keeps its transparency and its sharp edges, unless it is a photograph in disguise.
  const drawing = /png|gif|webp/.test(kind) ? await written(canvas, "image/png") : undefined
  if (drawing && drawing.size <= MOST_SENT) return drawing
  pen.globalCompositeOperation = "destination-over"
  pen.fillStyle = "white"
  pen.fillRect(0, 0, width, height)
  return written(canvas, "image/jpeg")
}

const written = (canvas: HTMLCanvasElement, kind: string) =>
  new Promise<Blob | undefined>(resolve =>
    canvas.toBlob(content => resolve(content ?? undefined), kind, QUALITY),
  )
