// https://github.com/Arachnid/deterministic-deployment-proxy

/**
 * The CREATE2 factory that lives at the same address on nearly every EVM chain.
 *
 * Call it with a 32-byte salt followed by creation code and arguments; it creates the contract at an
 * address that depends on these bytes alone, whoever calls. It answers with empty revert data if
 * creation fails for whatever reason, so simulate the creation directly (a call without `to`) to
 * learn why.
 *
 * Where it is missing, anyone can put it there: send {@link fundingWei} to {@link deployer}, then
 * broadcast {@link deploymentTransaction} as it is. Nobody holds the deployer's key: its signature
 * was chosen, and the key that it would belong to follows from it. A chain that refuses
 * transactions without a chain id (EIP-155) cannot take it.
 */
export const deterministicDeploymentProxy = {
  address: '0x4e59b44847b379578588920cA78FbF26c0B4956C',
  /** keccak256 of the code at {@link address}; anything else there is not this proxy. */
  runtimeCodeHash: '0x2fa86add0aed31f33a762c9d88e807c475bd51d0f52bd0955754b2608f7e4989',
  /** One-time account that sends {@link deploymentTransaction} with its nonce 0. */
  deployer: '0x3fAB184622Dc19b6109349B94811493BF2a45362',
  /** Most that the transaction can cost: 100,000 gas at 100 gwei. */
  fundingWei: 10_000_000_000_000_000n,
  /** Signed, ready to broadcast. */
  deploymentTransaction:
    '0xf8a58085174876e800830186a08080b853604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf31ba02222222222222222222222222222222222222222222222222222222222222222a02222222222222222222222222222222222222222222222222222222222222222',
  deploymentTransactionHash: '0xeddf9e61fb9d8f5111840daef55e5fde0041f5702856532cdbb5a02998033d26',
} as const;
