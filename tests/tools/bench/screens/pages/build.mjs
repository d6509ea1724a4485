// One page an editor, into the folder that is named: `build.mjs TARGET`.
import { mkdir, writeFile } from "node:fs/promises";
import { build } from "vite";

const target = process.argv[2];
for (const name of ["codemirror", "tiptap", "milkdown"]) {
  await build({
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      outDir: `${target}/${name}`,
      lib: { entry: `${name}.mjs`, formats: ["es"], fileName: () => "page.js" },
      minify: true,
    },
  });
  await mkdir(`${target}/${name}`, { recursive: true });
  await writeFile(
    `${target}/${name}/index.html`,
    `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>body{font:18px serif;max-width:42em;margin:auto}</style><div id="editor"></div><script type="module" src="page.js"></script>`,
  );
}
