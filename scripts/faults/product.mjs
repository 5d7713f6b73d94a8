// Starts the product over a data directory of the test's choice, and asks it things. Used by all fault tests.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TOKEN = "fault-test-administrator-token-of-one-run";
const START_MS = 60_000;

/** Starts it and resolves once it accepts work. `root` is another build of the same product, for control runs. */
export async function startProduct({ dataDir, env = {}, root = ROOT }) {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("OUTFALL_")));
  const child = spawn(process.execPath, [`${root}/bin/outfall.js`, "start"], {
    env: {
      ...own,
      OUTFALL_DATA_DIR: dataDir,
      OUTFALL_HTTP_PORT: "0",
      OUTFALL_MQTT_PORT: "0",
      OUTFALL_HJ212_PORT: "0",
      OUTFALL_ADMIN_TOKEN: TOKEN,
      OUTFALL_LOG_LEVEL: "fatal",
      OUTFALL_DEVICE_RATE: "1000000",
      OUTFALL_ADDRESS_RATE: "1000000",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors = `${errors}${chunk}`.slice(-4_000);
  });
  const ready = await readyLine(child, () => errors);
  return { child, ready, exited, api: apiOf(ready.http.port), errors: () => errors };
}

function readyLine(child, errors) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready after ${START_MS} ms: ${errors()}`)), START_MS);
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      const line = text.split("\n").find((l) => l.includes('"ready"'));
      if (line === undefined) return;
      clearTimeout(timer);
      resolve(JSON.parse(line));
    });
    child.once("exit", (code) => reject(new Error(`ended with ${code} before it was ready: ${errors()}`)));
  });
}

function apiOf(port) {
  return async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
  };
}

/** Every item of a list, over all its pages. */
export async function everyItem(api, path) {
  const items = [];
  let cursor = "";
  do {
    const { status, body } = await api("GET", `${path}${path.includes("?") ? "&" : "?"}limit=1000${cursor}`);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    items.push(...body.items);
    cursor = body.next === null ? "" : `&cursor=${encodeURIComponent(body.next)}`;
  } while (cursor !== "");
  return items;
}

/** Waits until nothing is pending any more; the account of all days asked for. */
export async function settled(api, days, milliseconds = 60_000) {
  const until = Date.now() + milliseconds;
  for (;;) {
    const accounts = await Promise.all(days.map(async (day) => (await api("GET", `/api/v1/messages/account?day=${day}`)).body));
    if (accounts.every((a) => a.pending === 0)) return accounts;
    if (Date.now() > until) throw new Error(`still pending after ${milliseconds} ms: ${JSON.stringify(accounts)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
