import type { RegistryHealthWire } from "../../../../api/resources/registry/schema.ts";

/** Something that the registry lacks. */
export interface Missing {
  readonly key: string;
  /** The name of the cell, or the place in the document where it belongs to no cell. */
  readonly where: string;
  readonly isPointer: boolean;
  readonly message: string;
}

/** What is missing, by cell in the order of the registry; then what belongs to none. */
export function missingIn({ items, others }: Pick<RegistryHealthWire, "items" | "others">): readonly Missing[] {
  return [
    ...items.flatMap(({ cell, name, warnings }) =>
      warnings.map(({ code, pointer, message }) => ({
        key: `${cell} ${pointer} ${code}`,
        where: name,
        isPointer: false,
        message,
      })),
    ),
    ...others.map(({ code, pointer, message }) => ({ key: `${pointer} ${code}`, where: pointer, isPointer: true, message })),
  ];
}
