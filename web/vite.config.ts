import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

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

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
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
