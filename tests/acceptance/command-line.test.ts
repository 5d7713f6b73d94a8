import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { finished, Product, runOutfall } from "../support/product.ts";

test("wrong settings are all reported by name, with exit code 2 and no stack trace", async () => {
  const wrong = { OUTFALL_HTTP_PORT: "http", OUTFALL_CLOCK: "yesterday", OUTFALL_ADMIN_TOKEN: "short", OUTFALL_TYPO: "1" };

  const { code, out, errors } = await finished(runOutfall(["start"], wrong));

  expect(code).toBe(2);
  expect(out).toBe("");
  for (const name of Object.keys(wrong)) expect(errors).toContain(name);
  expect(errors).not.toMatch(/^\s+at /m);
});

test("the demo and a test clock are refused off the loopback address", async () => {
  const { code, errors } = await finished(
    runOutfall(["start"], { OUTFALL_HOST: "0.0.0.0", OUTFALL_DEMO: "1", OUTFALL_CLOCK: "scaled:60" }),
  );

  expect(code).toBe(2);
  expect(errors).toContain("OUTFALL_DEMO");
  expect(errors).toContain("OUTFALL_CLOCK");
});

test("connections that say nothing, or half of something, do not hold up the end", async () => {
  await using product = await Product.start();
  let errors = "";
  product.process.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  const { http, mqtt, hj212 } = product.doors;
  const head = "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n";
  for (const [door, says] of [
    ...[http, mqtt, hj212].map((d) => [d, ""] as const),
    [http, "GET /healthz HT"],
    [http, `${head}\r\n{"half":`],
  ] as const) {
    const socket = connect(door.port, door.host);
    socket.on("error", () => {
      // The product may cut it.
    });
    await once(socket, "connect");
    socket.write(says);
  }

  const code = await product.stop();

  // A stop that has to be forced says so; the link for the first account may come late.
  const said = errors.split("\n").filter((line) => line !== "" && !line.startsWith("There is no account yet."));
  expect({ code, said }).toEqual({ code: 0, said: [] });
});

test("an unknown command or option ends with code 2", async () => {
  expect((await finished(runOutfall(["launch"]))).code).toBe(2);
  expect((await finished(runOutfall(["start", "--rolls", "api"]))).code).toBe(2);
});

test("decode prints one JSON line a frame and ends with 1 when one of them is bad", async () => {
  const good =
    "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";
  const child = runOutfall(["decode"]);
  child.stdin?.end(`${good}${good.replace("1C80", "1C81")}`);

  const { code, out } = await finished(child);

  const lines = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(code).toBe(1);
  expect(lines[0]).toMatchObject({ ok: true, edition: "2017", st: "32", cn: "1062", mn: "010000A8900016F000169DC0" });
  expect(lines[1]).toMatchObject({ ok: false, error: { code: expect.any(String), offset: 113 } });
});
