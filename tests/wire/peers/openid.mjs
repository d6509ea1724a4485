// Somebody else's OpenID provider, as npm has it: `openid.mjs BACK LEFT`, the addresses of ours that it knows.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { obey } from "./lines.mjs";

const require = createRequire(new URL("../../../web/package.json", import.meta.url));
const { Provider } = await import(require.resolve("oidc-provider"));

const [back, left] = process.argv.slice(2);
const server = createServer();
await new Promise(listening => server.listen(0, "127.0.0.1", listening));
const issuer = `http://127.0.0.1:${server.address().port}`;

console.warn = console.info = () => {};
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "pochette",
      client_secret: "s3cret: with a colon & more",
      redirect_uris: [back],
      post_logout_redirect_uris: [left],
    },
  ],
  claims: { openid: ["sub"], profile: ["name"] },
  cookies: { keys: ["a key of the test"] },
  pkce: { required: () => true },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: `Anne ${id}` }) }),
});
server.on("request", provider.callback());

await obey({ where: () => ({ issuer }) });
