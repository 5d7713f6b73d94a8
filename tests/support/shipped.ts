import type { Product } from "./product.ts";

/** How many readings the long-term store has taken, and how many it refused, as `/metrics` counts them. */
export async function shippedOf(product: Product): Promise<{ readonly taken: number; readonly refused: number }> {
  const text = await (await fetch(`${product.url}/metrics`)).text();
  const sum = (name: string): number =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)`, "gm"))].reduce(
      (total, [, count]) => total + Number(count),
      0,
    );
  return { taken: sum("outfall_shipped_readings_total"), refused: sum("outfall_shipper_refused_total") };
}
