import type { Report } from "./report.ts";

/** Groups of reports of which somebody wants to know when all of them have arrived. */
export interface Deliveries {
  /** Resolves when each of the reports has arrived once. */
  of(reports: readonly Report[]): Promise<void>;
  arrived(report: Report): void;
}

export function createDeliveries(): Deliveries {
  const groups = new Set<{ readonly missing: Set<Report>; readonly resolve: () => void }>();
  return {
    of: (reports) =>
      reports.length === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            groups.add({ missing: new Set(reports), resolve });
          }),
    arrived(report) {
      for (const group of groups) {
        if (!group.missing.delete(report) || group.missing.size > 0) continue;
        groups.delete(group);
        group.resolve();
      }
    },
  };
}
