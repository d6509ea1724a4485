/** Parser of server-sent events that also reports comments, which `EventSource` hides. */

export interface ServerSentEvent {
  id: number
  event: string
  data: string
}

/** Takes text in pieces of any length; gives an event, or `"comment"`, for each that is complete. */
export function eventReader(): (text: string) => (ServerSentEvent | "comment")[] {
  let rest = ""
  let now: ServerSentEvent = { id: 0, event: "message", data: "" }
  return text => {
    const complete: (ServerSentEvent | "comment")[] = []
    const lines = (rest + text).split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) {
      const [name, value] = [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trimStart()]
      if (line.startsWith(":")) complete.push("comment")
      else if (name === "id") now.id = Number(value)
      else if (name === "event") now.event = value
      else if (name === "data") now.data = value
      else if (line === "" && now.data) {
        complete.push(now)
        now = { id: 0, event: "message", data: "" }
      }
    }
    return complete
  }
}
