import { decodeErrorResult, type Abi, type Hex } from 'viem';

/** What a node said instead of a result. */
export interface NodeError {
  readonly code: number;
  readonly message: string;
  /** What a contract reverted with, where the node tells. */
  readonly data: Hex | null;
}

/** Whether the error says that a contract reverted, rather than that the node would not do it. */
export function isRevert(error: NodeError): boolean {
  // 3 is what geth and its descendants use; others are known by the data they attach.
  return error.code === 3 || error.data !== null;
}

/** Writes revert data for people: custom errors by name, reasons as they are, panics by number. */
export function describeRevert(abi: Abi, data: Hex | null): string {
  if (data === null || data === '0x') return 'reverted without a reason';
  try {
    const { errorName, args } = decodeErrorResult({ abi, data });
    if (errorName === 'Error') return String(args?.[0]);
    return `${errorName}(${(args ?? []).map(String).join(', ')})`;
  } catch {
    return `reverted with ${data.length > 138 ? `${data.slice(0, 138)}…` : data}`;
  }
}
