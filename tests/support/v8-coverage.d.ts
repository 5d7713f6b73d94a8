declare module "@bcoe/v8-coverage" {
  export interface ProcessCoverage {
    readonly result: readonly ScriptCoverage[];
  }
  export interface ScriptCoverage {
    readonly scriptId: string;
    readonly url: string;
    readonly functions: FunctionCoverage[];
  }
  export interface FunctionCoverage {
    readonly functionName: string;
    readonly ranges: { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
    readonly isBlockCoverage: boolean;
  }
  export function mergeProcessCovs(processes: readonly ProcessCoverage[]): ProcessCoverage;
}
