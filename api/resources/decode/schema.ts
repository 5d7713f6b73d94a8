import { z } from "zod";
import { FrameLineOut } from "../../frames/frame-line.ts";

export const DecodeOut = z.object({
  /** One line a frame, as `outfall decode` prints it. */
  items: z.array(FrameLineOut),
  /** True when there were more frames than are answered. */
  cut: z.boolean(),
});

export type DecodeWire = z.output<typeof DecodeOut>;
