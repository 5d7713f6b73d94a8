import type { RegistryHealthWire } from "../../../../api/resources/registry/schema.ts";
import { mendAddress } from "./mend.ts";

/** Something that the registry lacks. */
export interface Missing {
  readonly key: string;
  /** The name of the cell, or the place in the document where it belongs to no cell. */
  readonly where: string;
  readonly isPointer: boolean;
  readonly message: string;
  /** The page on which it is mended. */
  readonly mend: string;
}

/** What is missing, by cell in the order of the registry; then what belongs to none. */
export function missingIn({ items, others }: Pick<RegistryHealthWire, "items" | "others">): readonly Missing[] {
  return [
    ...items.flatMap(({ cell, name, warnings }) =>
      warnings.map((warning) => ({
        key: `${cell} ${warning.pointer} ${warning.code}`,
        where: name,
        isPointer: false,
        message: warning.message,
        mend: mendAddress(warning),
      })),
    ),
    ...others.map((warning) => ({
      key: `${warning.pointer} ${warning.code}`,
      where: warning.row === null ? warning.pointer : `${warning.row.collection}/${warning.row.id}`,
      isPointer: true,
      message: warning.message,
      mend: mendAddress(warning),
    })),
  ];
}
