import { z } from "zod";

/** As many rings and positions a region has at most: the outline of a district in steps of some ten metres. */
const MOST_RINGS = 100;
const MOST_POSITIONS = 20_000;

const Longitude = z.number().min(-180).max(180);
const Latitude = z.number().min(-90).max(90);
/** A third number, the height, is allowed by GeoJSON and not looked at. */
const Position = z.tuple([Longitude, Latitude]).rest(z.number()).check(z.maxLength(3));

/** A ring ends where it begins (RFC 7946, 3.1.6). */
const Ring = z
  .array(Position)
  .min(4)
  .max(MOST_POSITIONS)
  .superRefine((ring, context) => {
    const [first, last] = [ring[0], ring.at(-1)];
    if (first?.[0] === last?.[0] && first?.[1] === last?.[1]) return;
    context.addIssue({ code: "custom", params: { code: "ring-not-closed" } });
  });

const Rings = z.array(Ring).min(1).max(MOST_RINGS);

/** The area of a cell as a GeoJSON geometry in degrees (RFC 7946). */
export const RegionIn = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("Polygon"), coordinates: Rings }),
  z.strictObject({ type: z.literal("MultiPolygon"), coordinates: z.array(Rings).min(1).max(MOST_RINGS) }),
]);
