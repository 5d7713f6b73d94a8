import { rmSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DISTRICT, MN } from "../../support/district.ts";
import { Product } from "../../support/product.ts";
import { CONTENTS, type Step, stories } from "./story.ts";
import { type StoryDoor, tellStory } from "./tell-story.ts";

const HOUR = 3_600_000;
const THIS_HOUR = Math.floor(Date.now() / HOUR) * HOUR;

/** Stories in which the product is killed at least once, with packets on their way. */
const withKill = fc
  .tuple(stories(["crash"], 20), fc.nat(19))
  .map(([story, at]): readonly Step[] => [...story.slice(0, at), { kind: "send" }, { kind: "crash" }, ...story.slice(at)]);
const STORIES = fc.sample(withKill, { numRuns: 50, seed: 20_261_201 }).map((story, i) => [i, story] as const);

/** One product for all stories, each with hours and client ids of its own. */
class KilledProduct implements StoryDoor, AsyncDisposable {
  readonly mn = MN;
  readonly secret = "a-long-device-secret";
  #product: Product;
  #story = 0;

  constructor(product: Product) {
    this.#product = product;
  }

  get address(): { readonly host: string; readonly port: number } {
    return this.#product.doors.mqtt;
  }

  get clients(): string {
    return `story-${this.#story}`;
  }

  begin(story: number): void {
    this.#story = story;
  }

  payloadOf(content: number): string {
    return JSON.stringify({ at: this.#hour(content), basis: "hour", values: { a21026: { value: content + 1 } } });
  }

  restart(): Promise<void> {
    return this.crash();
  }

  async crash(): Promise<void> {
    await this.#product.kill();
    this.#product = await Product.start({ dataDir: this.#product.dataDir });
  }

  /** The values of the story's hours, as the API shows them. */
  async values(): Promise<readonly number[]> {
    const path = `/api/v1/outlets/e1-DA001/series?pollutant=a21026&basis=hour&from=${this.#hour(0)}&to=${this.#hour(CONTENTS)}`;
    return (await this.#product.ask("GET", path)).body.points.map(({ value }: { value: number }) => value);
  }

  async account(): Promise<Awaited<ReturnType<Product["account"]>>> {
    await this.#product.settled();
    return this.#product.account();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#product.kill();
    rmSync(this.#product.dataDir, { recursive: true });
  }

  #hour(content: number): string {
    return new Date(THIS_HOUR - ((this.#story + 1) * CONTENTS - content) * HOUR).toISOString();
  }
}

let door: KilledProduct;
beforeAll(async () => {
  const product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  door = new KilledProduct(product);
});
afterAll(() => door[Symbol.asyncDispose]());

test.each(STORIES)(
  "story %i, in which the product is killed: what it acknowledged is in its account, and nothing is twice",
  async (i, story) => {
    door.begin(i);
    const before = await door.account();

    const acknowledged = await tellStory(door, story);
    const after = await door.account();
    const values = await door.values();

    const times = [...acknowledged.values()].reduce((sum, one) => sum + one, 0);
    expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
    expect(values).toEqual(expect.arrayContaining([...acknowledged.keys()].map((content) => content + 1)));
    expect(after.stored - before.stored).toBe(values.length);
    expect(after.quarantined).toBe(0);
    expect(after.received - before.received).toBeGreaterThanOrEqual(times);
  },
);
