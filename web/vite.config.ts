import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Where `vite dev` finds a running product. */
const API = "http://127.0.0.1:8080";

/**
 * Which package goes into which chunk: what changes together is cached together, and the log-in page does not wait for
 * the chart.
 */
function chunkOf(id: string): string | undefined {
  if (!id.includes("node_modules")) return undefined;
  if (/[\\/](echarts|zrender)[\\/]/.test(id)) return "chart";
  if (/[\\/](react|react-dom|react-router|scheduler|cookie|@tanstack)[\\/]/.test(id)) return "react";
  if (/[\\/](antd|@ant-design|@rc-component|rc-[a-z-]+|dayjs|@emotion)[\\/]/.test(id)) return "antd";
  return undefined;
}

const COMPRESSED = /\.(js|css|svg|html)$/;
const LEAST_BYTES = 1_024;

/** Lays a compressed file beside each that gains by it, so that nothing is compressed while somebody waits. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    writeBundle({ dir = "." }, bundle) {
      for (const name of Object.keys(bundle).filter((file) => COMPRESSED.test(file))) {
        const file = join(dir, name);
        const bytes = readFileSync(file);
        if (bytes.length < LEAST_BYTES) continue;
        writeFileSync(`${file}.br`, brotliCompressSync(bytes));
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react(), compressed()],
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    // Fonts and pictures stay files: the content policy allows `data:` for pictures only.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rollupOptions: { output: { manualChunks: chunkOf } },
  },
  // Tables of words and of pollutants lie beside the pages.
  server: { fs: { allow: [".."] }, proxy: { "/api": API, "/openapi.json": API } },
});
