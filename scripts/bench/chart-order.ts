/** What series-beside-acks.ts asks of its readers of charts. */
export interface ChartOrder {
  readonly http: number;
  readonly outlet: string;
  readonly atOnce: number;
  readonly ms: number;
}
