/** What insiders.ts asks of its attackers. */
export interface InsiderOrder {
  readonly http: number;
  readonly hj212: number;
  /** Of the tenant. */
  readonly token: string;
  /** The hostile device and its outlet. */
  readonly mn: string;
  readonly outlet: string;
  readonly ms: number;
}

/** How often they did what. */
export interface InsiderTally {
  frames: number;
  series: number;
  giants: number;
}
