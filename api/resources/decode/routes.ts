import { z } from "zod";
import type { Api, ApiContext } from "../../context/api-context.ts";
import type { FrameLineWire } from "../../frames/frame-line.ts";
import { sayLine } from "../../frames/say-line.ts";
import { DecodeOut } from "./schema.ts";

/** As much as a person pastes: some hundred frames. */
const LONGEST_TEXT = 200_000;
const MOST_LINES = 500;

const DecodeIn = z.strictObject({
  text: z.string().min(1).max(LONGEST_TEXT),
  /**
   * A text is taken as pasted: its line ends are not judged, and what stands outside the frames is named. Bytes
   * (base64) are a capture.
   */
  encoding: z.enum(["utf8", "base64"]).default("utf8"),
});

/** HJ 212 frames taken apart for whoever looks for a mistake. Nothing of it is kept. */
export function decodeRoutes(app: Api, context: ApiContext): void {
  app.post(
    "/api/v1/decode",
    {
      config: { takesTurn: true },
      schema: {
        summary: "Take HJ 212 frames apart; nothing is kept",
        tags: ["devices"],
        body: DecodeIn,
        response: { 200: DecodeOut },
      },
    },
    async (request) => {
      const { text, encoding } = request.body;
      const lines = context.deps.decodeFrames?.(Buffer.from(text, encoding), { isPasted: encoding === "utf8" }) ?? [];
      const items: FrameLineWire[] = [];
      let cut = false;
      for (const line of lines) {
        cut = items.length === MOST_LINES;
        if (cut) break;
        items.push(sayLine(line, request));
      }
      return { items, cut };
    },
  );
}
