// Puts the product and the libraries that it runs on into a few files of `dist/product`: a start opens dozens of files
// instead of thousands. Does nothing where they are newer than what they are made of.
// Plain JavaScript: nothing is compiled before it has run.
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { newest } from "./newest.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const rooms = "core rules cases judge words limits doors field ingest broker storage forward api simulators app".split(" ");
const files = ["package-lock.json", "scripts/bundle.mjs"].map((file) => statSync(join(root, file)).mtimeMs);
if (newest(join(root, "dist/product")) > Math.max(...files, ...rooms.map((room) => newest(join(root, room))))) process.exit(0);

const { build } = await import("vite");
await build({
  root,
  configFile: false,
  logLevel: "warn",
  ssr: { noExternal: true, external: ["libsql", "@node-rs/argon2"] },
  build: {
    ssr: true,
    target: "node20.19",
    outDir: "dist/product",
    emptyOutDir: true,
    copyPublicDir: false,
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      // `pg` looks for it and does without.
      external: ["pg-native"],
      input: {
        main: "app/cli/main.ts",
        "stop-request": "app/stop-request.ts",
        // The supervisor finds it beside itself.
        "run-role": "app/roles/run-role.ts",
      },
      output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name].js" },
    },
  },
});
