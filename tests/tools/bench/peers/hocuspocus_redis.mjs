// Hocuspocus as one of several: with its Redis extension as its documentation starts it, and one file of SQLite.
import { Redis } from "@hocuspocus/extension-redis";
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const { PORT, STORE, REDIS_PORT } = process.env;
const redis = new Redis({ host: "127.0.0.1", port: Number(REDIS_PORT) });
const extensions = [new SQLite({ database: STORE }), redis];
await new Server({ port: Number(PORT), address: "127.0.0.1", quiet: true, extensions }).listen();
