/** Why the server does not want a page back, by its close codes. */
import { CLOSE } from "./close-codes.ts"

/** Why it does not reconnect: a final close code of the server, or a role that may not write. */
export type Refusal =
  | "malformed"
  | "closed"
  | "withdrawn"
  | "trashed"
  | "device"
  | "password"
  | "taken"
  | "epoch"
  | "wentBack"
  | "refused"
  | "denied"

export const REFUSALS: Readonly<Record<number, Refusal>> = {
  [CLOSE.malformed]: "malformed",
  [CLOSE["no-such-link"]]: "closed",
  [CLOSE["access-withdrawn"]]: "withdrawn",
  [CLOSE["in-trash"]]: "trashed",
  [CLOSE["device-closed"]]: "device",
  [CLOSE["client-id-taken"]]: "taken",
  [CLOSE["other-epoch"]]: "epoch",
  [CLOSE["went-back"]]: "wentBack",
  [CLOSE["update-refused"]]: "refused",
  [CLOSE["password-asked"]]: "password",
}
