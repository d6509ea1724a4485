// Hocuspocus as its documentation starts it, with its own SQLite extension.
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const { PORT, STORE } = process.env;
const extensions = [new SQLite({ database: STORE })];
await new Server({ port: Number(PORT), address: "127.0.0.1", quiet: true, extensions }).listen();
