import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { DISTRICT, hoursAgo, publishReadings } from "../support/district.ts";
import { Product } from "../support/product.ts";
import { shippedOf } from "../support/shipped.ts";

const HOURS = 4_000;
const DAYS_KEPT = 30;

/**
 * Answers as InfluxDB 2.9.1 does whose bucket keeps thirty days: it takes what it can of a request and says how many
 * points it dropped. A real one counts no requests.
 */
async function aBucketThatKeepsThirtyDays() {
  let writes = 0;
  const oldest = Date.now() - DAYS_KEPT * 86_400_000;
  const server = createServer(async (request, response) => {
    const lines = await linesOf(request);
    if (!request.url?.includes("/write")) {
      response.writeHead(200, { "content-type": "application/json" }).end('{"status":"pass"}');
      return;
    }
    writes += 1;
    const dropped = lines.filter((line) => Number(line.split(" ").at(-1)) < oldest).length;
    if (dropped === 0) {
      response.writeHead(204).end();
      return;
    }
    const message = `failure writing points to database: partial write: dropped ${dropped} points outside retention policy of duration ${DAYS_KEPT * 24}h0m0s`;
    response
      .writeHead(422, { "content-type": "application/json" })
      .end(JSON.stringify({ code: "unprocessable entity", message }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`, writes: () => writes };
}

async function linesOf(request: IncomingMessage): Promise<readonly string[]> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
  return text.split("\n").filter((line) => line.trim() !== "");
}

test("four thousand old hours into a bucket of thirty days cost some requests and one line, and count as refused", {
  timeout: 240_000,
}, async () => {
  const bucket = await aBucketThatKeepsThirtyDays();
  const settings = {
    OUTFALL_INFLUX_URL: bucket.url,
    OUTFALL_INFLUX_TOKEN: "t",
    OUTFALL_INFLUX_ORG: "o",
    OUTFALL_INFLUX_BUCKET: "b",
  };
  await using product = await Product.start({ env: settings });
  let lines = 0;
  product.process.stderr?.on("data", (chunk) => {
    lines += String(chunk).split("\n").length - 1;
  });
  await product.ask("PUT", "/api/v1/registry", DISTRICT);

  await publishReadings(product, hoursInMessages());
  const counted = await product.until(
    () => shippedOf(product),
    ({ taken, refused }) => taken + refused >= HOURS,
    120_000,
  );

  const young = DAYS_KEPT * 24;
  expect(counted.taken + counted.refused).toBe(HOURS);
  // The hour that is thirty days old at this moment may lie on either side.
  expect(Math.abs(counted.taken - young)).toBeLessThanOrEqual(1);
  expect(bucket.writes()).toBeLessThan(200);
  expect(lines).toBeLessThan(100);
});

/** The hours before this one, the oldest first, in messages of as many readings as one may have. */
function hoursInMessages(): readonly (readonly object[])[] {
  const hours = Array.from({ length: HOURS }, (_, i) => ({
    ...{ at: hoursAgo(HOURS - i).toISOString(), basis: "hour" },
    values: { a21026: { value: 50 + (i % 50) } },
  }));
  return Array.from({ length: HOURS / 500 }, (_, i) => hours.slice(i * 500, (i + 1) * 500));
}
