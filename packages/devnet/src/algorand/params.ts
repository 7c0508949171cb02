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
