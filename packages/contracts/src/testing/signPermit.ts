import { parseSignature, type Address, type Hex, type LocalAccount } from 'viem';

/** What the owner of tokens allows, and the domain of the token it is signed for. */
export type Permit = {
  readonly domain: {
    readonly name: string;
    readonly version: string;
    readonly chainId: number;
    readonly verifyingContract: Address;
  };
  readonly spender: Address;
  readonly value: bigint;
  readonly nonce: bigint;
  readonly deadline: bigint;
};

/** Signs an ERC-2612 permit; the answer is the argument list of `permit`. */
export async function signPermit(
  owner: LocalAccount,
  { domain, ...allowed }: Permit,
): Promise<readonly [Address, Address, bigint, bigint, number, Hex, Hex]> {
  const signature = await owner.signTypedData({
    domain,
    types: {
      Permit: [
        { name: 'owner', type: 'address' },
        { name: 'spender', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'nonce', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
      ],
    },
    primaryType: 'Permit',
    message: { owner: owner.address, ...allowed },
  });
  const { r, s, yParity } = parseSignature(signature);
  const { spender, value, deadline } = allowed;
  return [owner.address, spender, value, deadline, 27 + yParity, r, s];
}
