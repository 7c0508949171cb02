/** A compiled contract in the form that viem takes: `abi` for calls, `bytecode` for creation. */
export type EvmContract = {
  readonly name: string;
  readonly abi: readonly object[];
  /** Creation code; the ABI-encoded constructor arguments are appended to it. */
  readonly bytecode: `0x${string}`;
};
