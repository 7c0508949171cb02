/**
 * The consensus rules the node keeps: those of protocol version 42, which algod 5.1 starts a private network with.
 * Names follow go-algorand's ConsensusParams.
 */
export const consensus = {
  version:
    'https://github.com/algorandfoundation/specs/tree/268b63433a907455d439995bf916f6b296018f4f',
  minTxnFee: 1_000n,
  minBalance: 100_000n,
  maxTxnLife: 1_000n,
  maxTxGroupSize: 16,
  /** A note up to this length is in the base fee; up to the absolute length it costs a surcharge. */
  maxTxnNoteBytes: 1_024,
  maxAbsoluteTxnNoteBytes: 4_096,
  /** Millionths of the minimum fee, per byte over the standard size. */
  perByteTxnSurcharge: 100n,
  maxAssetNameBytes: 32,
  maxAssetUnitNameBytes: 8,
  maxAssetUrlBytes: 96,
  maxAssetDecimals: 19n,
  avmVersion: 13,
  maxAppArgs: 16,
  maxAvmBytes: 4_096,
  /** Arguments up to this length together are in the base fee; up to the absolute length they cost a surcharge. */
  maxAppTotalArgBytes: 2_048,
  maxAbsoluteTotalArgBytes: 16_384,
  /** Bytes of a page of programs. */
  maxAppProgramBytes: 2_048,
  /** Pages beyond the first that are in the base fee, and that are possible at all. */
  maxExtraAppPages: 3,
  maxAbsoluteExtraPages: 7n,
  maxAppReferences: 8,
  maxAppAccess: 16,
  maxAppKeyBytes: 64,
  maxAppValueBytes: 128,
  maxAppSumKeyValueBytes: 128,
  maxLocalSchemaEntries: 16n,
  maxGlobalSchemaEntries: 64n,
  /** Opcode budget that each application call adds to its group. */
  maxAppProgramCost: 700,
  maxLogCalls: 32,
  maxLogBytes: 1_024,
  maxBoxBytes: 32_768,
  /** Bytes of boxes that a group may read and write, per box it names. */
  bytesPerBoxReference: 2_048,
  appFlatParamsMinBalance: 100_000n,
  appFlatOptInMinBalance: 100_000n,
  schemaMinBalancePerEntry: 25_000n,
  schemaUintMinBalance: 3_500n,
  schemaBytesMinBalance: 25_000n,
  boxFlatMinBalance: 2_500n,
  boxByteMinBalance: 400n,
  maxKeyregValidPeriod: 256n * (1n << 16n) - 1n,
  goOnlineFee: 2_000_000n,
  balanceLookback: 320n,
  maxTxnBytesPerBlock: 5n * 1024n * 1024n,
  bonus: 10_000_000n,
  rewardsRateRefreshInterval: 500_000n,
  /** Ids of assets and applications count transactions, and the count starts here. */
  txnCounterStart: 1_000n,
} as const;

/** The build that this node imitates, as /versions says it. */
export const build = { major: 5, minor: 1, build_number: 0 } as const;
