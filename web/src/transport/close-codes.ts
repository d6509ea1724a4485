/** Close codes after which a page does not come back: those of `Close` in crdt/seat.py, by its names. */
export const CLOSE = {
  malformed: 4400,
  "no-such-link": 4401,
  "access-withdrawn": 4403,
  "in-trash": 4404,
  "device-closed": 4405,
  "client-id-taken": 4409,
  "other-epoch": 4410,
  "went-back": 4411,
  "note-full": 4413,
  "update-refused": 4422,
  "password-asked": 4423,
} as const

/** The server is there, and the note is opened anew, maybe at another server: come back at once. */
export const RELOADING = 4503

/** The close code of a request refused over HTTP, by the code of its error: those of `CLOSES` in server/gate/guard.py. */
export const CLOSE_OF_ERROR: Record<string, number> = {
  no_link: CLOSE["no-such-link"],
  put_out: CLOSE["device-closed"],
  role: CLOSE["access-withdrawn"],
  no_access: CLOSE["access-withdrawn"],
  in_trash: CLOSE["in-trash"],
  in_your_trash: CLOSE["in-trash"],
  device_closed: CLOSE["device-closed"],
  password: CLOSE["password-asked"],
}

/** Whether the server will refuse the next connection too. */
export const isFinal = (code: number): boolean => code >= 4400 && code < 4500
