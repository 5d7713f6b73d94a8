import { cpSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { broughtBack, DERIVED, fill, overwrite, PAGE_BYTES } from "../support/corrupted.ts";
import { Product } from "../support/product.ts";

const folder = mkdtempSync(join(tmpdir(), "outfall-pages-"));

/** Some pages of a derived file, each as a share of the file, and whether the product runs meanwhile. */
const damage = fc.record({
  file: fc.constantFrom(...DERIVED),
  pages: fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 4 }),
  isRunning: fc.boolean(),
});

function spoil(path: string, shares: readonly number[]): void {
  const pages = statSync(path).size / PAGE_BYTES;
  for (const share of shares) {
    const page = Math.floor(share * pages);
    overwrite(path, page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
  }
}

test("whatever pages of derived files are corrupt, while it runs or not, after some starts everything is there again", {
  timeout: 900_000,
}, async () => {
  const filled = join(folder, "filled");
  await using first = await Product.start({ dataDir: filled });
  await fill(first);
  expect(await first.stop()).toBe(0);

  await fc.assert(
    fc.asyncProperty(damage, async ({ file, pages, isRunning }) => {
      const dataDir = join(folder, "damaged");
      rmSync(dataDir, { recursive: true, force: true });
      cpSync(filled, dataDir, { recursive: true });
      if (isRunning) {
        await using running = await Product.start({ dataDir });
        spoil(join(dataDir, file), pages);
        // Whether it stops in good order or ends by what it found is the same to whoever starts it again.
        await running.stop();
      } else spoil(join(dataDir, file), pages);

      await broughtBack(dataDir);
    }),
    { numRuns: 10 },
  );
  rmSync(folder, { recursive: true, force: true });
});
