import fc from "fast-check";
import { expect, test } from "vitest";
import { DISTRICT } from "../support/district.ts";
import { placesOf } from "../support/places-of.ts";
import { finished, Product, runOutfall } from "../support/product.ts";

/** A name and a telephone, as a desk writes them down; long enough to be found nowhere by chance. */
const reporter = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(..."甲乙丙丁戊己庚辛壬癸某"), minLength: 4, maxLength: 8 }),
    fc.stringMatching(/^1[3-9]\d{9}$/),
  )
  .map(([name, phone]) => ({ name, phone, text: `${name}${phone}` }));

const REPORT = { title: "夜间有异味", cell: "g3-a1", enterprise: "e1", description: "厂区北侧", category: "odour" };

// Behaviour
test("who reported a case is sealed before the journal, is read by the accepting desk alone, and stands nowhere in clear", async () => {
  await using product = await Product.start({ env: { OUTFALL_LOG_LEVEL: "debug" } });
  let log = "";
  product.process.stderr?.on("data", (chunk) => {
    log += chunk;
  });
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const desk = await product.tokenFor(["duty-desk"], { cells: ["g1"] });
  const others = [
    await product.tokenFor(["street-officer"], { cells: ["g2-a"] }),
    await product.tokenFor(["leader"], { cells: ["g1"] }),
    await product.tokenFor(["enterprise-specialist"], { enterprise: "e1" }),
  ];
  const people = fc.sample(reporter, 8);

  const reported: string[] = [];
  for (const [n, { text }] of people.entries()) {
    const body = { ...REPORT, source: n % 2 === 0 ? "hotline" : "patrol", reporter: text };
    const made = await product.ask("POST", "/api/v1/cases", body, desk);
    expect(made).toMatchObject({ status: 201, body: { timeline: [{ fields: { reporter: text } }] } });
    reported.push(made.body.id);
    // What is not taken is no reason to keep it: an unknown field, an enterprise that is none.
    for (const wrong of [{ colour: "red" }, { enterprise: "e9" }])
      expect((await product.ask("POST", "/api/v1/cases", { ...body, ...wrong }, desk)).status).toBe(400);
  }
  const [first = ""] = reported;
  const step = { to: "accepted", version: 1, note: "" };
  expect((await product.ask("POST", `/api/v1/cases/${first}/transitions`, step, desk)).status).toBe(200);

  const read = async (path: string, token?: string): Promise<string> =>
    JSON.stringify((await product.ask("GET", `/api/v1/${path}`, undefined, token)).body);
  const told = await Promise.all(reported.map((id) => read(`cases/${id}`, desk)));
  expect(told.map((text, n) => text.includes(people[n]?.text ?? "-"))).toEqual(people.map(() => true));
  const paths = ["cases", "overview", "audit", "board", ...reported.map((id) => `cases/${id}`)];
  const shown = (await Promise.all([undefined, ...others].flatMap((token) => paths.map((path) => read(path, token))))).join();
  const words = people.flatMap(({ name, phone }) => [name, phone]);
  expect(words.filter((word) => shown.includes(word) || log.includes(word))).toEqual([]);
  expect(placesOf(product.dataDir, words)).toEqual([]);
  expect(placesOf(product.dataDir, [REPORT.title])).not.toEqual([]);

  expect(await product.stop()).toBe(0);
  expect(placesOf(product.dataDir, words)).toEqual([]);
  const replay = await finished(runOutfall(["replay", "--json"], { OUTFALL_DATA_DIR: product.dataDir }));
  expect(JSON.parse(replay.out)).toMatchObject({ same: true });
});
