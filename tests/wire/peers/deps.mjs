// What the peers are made of: the Yjs, the provider and the websocket that the front end's lock file names.
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../web/package.json", import.meta.url));
export const Y = require("yjs");
export const WebSocket = require("ws");
export const { WebsocketProvider } = require("y-websocket");
export const encoding = require("lib0/encoding");
export const decoding = require("lib0/decoding");
