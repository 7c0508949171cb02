import {
  arc1400,
  arc200Mintable,
  arc200Preminted,
  type AvmContract,
} from '@biatec-tokens/contracts';
import { getApplicationAddress, type ABIValue } from 'algosdk';
import { expect } from 'vitest';
import type { Account } from '../../../ports/store/accounts.ts';
import type { FeatureChecks, IssueFacts, Workbench } from '../../conformance.ts';
import type { AlgorandAccess } from './assetChecks.ts';
import { createContractCalls } from './callContract.ts';

type ApplicationType = 'arc200-mintable' | 'arc200-preminted' | 'arc1400';

const contracts: Readonly<Record<ApplicationType, AvmContract>> = {
  'arc200-mintable': arc200Mintable,
  'arc200-preminted': arc200Preminted,
  arc1400,
};
/** Enough for the calls of a test, each with its payment for boxes. */
const money = 20_000_000n;
const most = `${2n ** 256n - 1n}`;
/** The default partition is the zero address. */
const defaultPartition = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ';
const listed = Buffer.from('kyc');
const lockedUntil = Buffer.from('lockup-until');
const inTheFuture = 32_503_680_000n;
const nothing = new Uint8Array();

/** What the applications do after issuance, by calls of their holders straight to the contract. */
export function applicationChecks(accessOf: () => AlgorandAccess): FeatureChecks {
  async function tokenOf(
    bench: Workbench,
    tokenType: ApplicationType,
    facts: Partial<IssueFacts> = {},
  ) {
    const token = await bench.issued({ tokenType, issuerFunds: money, ...facts });
    const applicationId = token.assetId ?? 0n;
    const calls = createContractCalls(accessOf(), {
      contract: contracts[tokenType],
      applicationId,
    });
    const { issuer } = token.issue;
    const balanceOf = ({ address }: Account) => calls.read(issuer, 'arc200_balanceOf', address);
    expect(token.contractAddress).toBe(getApplicationAddress(applicationId).toString());
    return { token, issuer, balanceOf, ...calls };
  }

  function someoneRich(bench: Workbench): Promise<Account> {
    return bench.chain.account(money);
  }

  const common = (tokenType: ApplicationType, longest: Readonly<Record<string, unknown>>) => ({
    async limits(bench: Workbench) {
      const texts = { name: 'Ω'.repeat(16), symbol: 'ΩΩΩΩ', decimals: 0 };
      await bench.issued({ tokenType, changes: { ...texts, ...longest } });
    },

    async 'initial-receiver'(bench: Workbench) {
      const receiver = await bench.chain.account(0n);
      const changes = { initialReceiver: receiver.address };
      const { issuer, read, balanceOf } = await tokenOf(bench, tokenType, { changes });

      expect(await balanceOf(receiver)).toBe(await read(issuer, 'arc200_totalSupply'));
      expect(await balanceOf(issuer)).toBe(0n);
    },

    async transfer(bench: Workbench) {
      const { issuer, act, balanceOf, refusalOf, read } = await tokenOf(bench, tokenType);
      const [friend, stranger] = [await someoneRich(bench), await someoneRich(bench)];
      if (tokenType === 'arc1400')
        await act(issuer, 'set_investor_flag', stranger.address, listed, 1n);

      await act(issuer, 'arc200_transfer', stranger.address, 5n);
      await act(issuer, 'arc200_approve', friend.address, 7n);
      await act(friend, 'arc200_transferFrom', issuer.address, stranger.address, 6n);

      expect(await balanceOf(stranger)).toBe(11n);
      expect(await read(issuer, 'arc200_allowance', issuer.address, friend.address)).toBe(1n);
      expect(
        await refusalOf(friend, 'arc200_transferFrom', issuer.address, stranger.address, 2n),
      ).not.toBeNull();
      expect(await refusalOf(stranger, 'arc200_transfer', issuer.address, 12n)).not.toBeNull();
    },
  });

  /** Each in the words of its contract. */
  const minting: Record<
    'arc200-mintable' | 'arc1400',
    (to: Account, amount: bigint) => [method: string, ...values: ABIValue[]]
  > = {
    'arc200-mintable': (to, amount) => ['arc200_mint', to.address, amount],
    arc1400: (to, amount) => ['arc1594_issue', to.address, amount, nothing],
  };

  const owned = (tokenType: 'arc200-mintable' | 'arc1400') => ({
    async roles(bench: Workbench) {
      const { issuer, act, read, refusalOf } = await tokenOf(bench, tokenType);
      const friend = await someoneRich(bench);

      expect(await read(issuer, 'arc88_owner')).toBe(issuer.address);
      for (const other of [friend, bench.sponsor])
        expect(await refusalOf(other, 'arc88_transfer_ownership', other.address)).toMatch(
          /not_owner/,
        );
      await act(issuer, 'arc88_transfer_ownership', friend.address);
      expect(await read(issuer, 'arc88_owner')).toBe(friend.address);
      expect(await refusalOf(issuer, 'arc88_transfer_ownership', issuer.address)).toMatch(
        /not_owner/,
      );
    },

    async mint(bench: Workbench) {
      const { issuer, act, balanceOf, refusalOf } = await tokenOf(bench, tokenType);
      const stranger = await someoneRich(bench);
      const mint = minting[tokenType];
      const before = (await balanceOf(issuer)) as bigint;

      await act(issuer, ...mint(issuer, 4n));

      expect(await balanceOf(issuer)).toBe(before + 4n);
      for (const other of [stranger, bench.sponsor])
        expect(await refusalOf(other, ...mint(issuer, 1n))).toMatch(/not_owner/);
    },

    async cap(bench: Workbench) {
      const { issuer, act, read, refusalOf } = await tokenOf(bench, tokenType);
      const supply = (await read(issuer, 'arc200_totalSupply')) as bigint;
      const room = ((await read(issuer, 'cap')) as bigint) - supply;
      const mint = minting[tokenType];

      expect(await refusalOf(issuer, ...mint(issuer, room + 1n))).toMatch(/over the cap/);
      await act(issuer, ...mint(issuer, room));

      expect(await read(issuer, 'arc200_totalSupply')).toBe(await read(issuer, 'cap'));
      expect(await refusalOf(issuer, ...mint(issuer, 1n))).toMatch(/over the cap/);
    },
  });

  return {
    'arc200-preminted': common('arc200-preminted', { totalSupply: most }),
    'arc200-mintable': {
      ...common('arc200-mintable', { initialSupply: most, cap: most }),
      ...owned('arc200-mintable'),
      async burn(bench) {
        const { issuer, act, read, refusalOf } = await tokenOf(bench, 'arc200-mintable');
        const stranger = await someoneRich(bench);
        const supply = (await read(issuer, 'arc200_totalSupply')) as bigint;

        await act(issuer, 'arc200_burn', 3n);

        expect(await read(issuer, 'arc200_totalSupply')).toBe(supply - 3n);
        expect(await refusalOf(stranger, 'arc200_burn', 1n)).not.toBeNull();
      },
    },
    arc1400: {
      ...common('arc1400', { initialSupply: most, cap: most, partition: 'Ω'.repeat(16) }),
      ...owned('arc1400'),

      async pause(bench) {
        const { issuer, act, refusalOf } = await tokenOf(bench, 'arc1400');
        const stranger = await someoneRich(bench);

        expect(await refusalOf(stranger, 'arc1594_set_halted', true)).toMatch(/not_owner/);
        await act(issuer, 'arc1594_set_halted', true);
        expect(await refusalOf(issuer, 'arc200_transfer', issuer.address, 1n)).toMatch(
          /14 GlobalTransferHalted/,
        );
        await act(issuer, 'arc1594_set_halted', false);
        await act(issuer, 'arc200_transfer', issuer.address, 1n);
      },

      async whitelist(bench) {
        const { issuer, act, read, refusalOf, balanceOf } = await tokenOf(bench, 'arc1400');
        const investor = await someoneRich(bench);
        const question = [defaultPartition, issuer.address, investor.address, 1n, nothing] as const;
        async function verdict(): Promise<[code: bigint, reason: string]> {
          const answer = await read(issuer, 'arc1594_validate_transfer', ...question);
          const [code, reason] = answer as [bigint, number[]];
          return [code, Buffer.from(reason).toString('utf8')];
        }

        expect(await refusalOf(issuer, 'arc200_transfer', investor.address, 1n)).toMatch(
          /11 RecipientNotEligible/,
        );
        expect(await verdict()).toEqual([11n, 'RecipientNotEligible']);
        expect(
          await refusalOf(investor, 'set_investor_flag', investor.address, listed, 1n),
        ).toMatch(/not_owner/);
        await act(issuer, 'set_investor_flag', investor.address, listed, 1n);
        expect(await verdict()).toEqual([0n, 'Success']);
        await act(issuer, 'arc200_transfer', investor.address, 1n);
        expect(await balanceOf(investor)).toBe(1n);
      },

      async 'lock-up'(bench) {
        const { issuer, act, refusalOf } = await tokenOf(bench, 'arc1400');

        await act(issuer, 'set_investor_flag', issuer.address, lockedUntil, inTheFuture);
        expect(await refusalOf(issuer, 'arc200_transfer', issuer.address, 1n)).toMatch(
          /15 LockupActive/,
        );
        await act(issuer, 'set_investor_flag', issuer.address, lockedUntil, 0n);
        await act(issuer, 'arc200_transfer', issuer.address, 1n);
      },

      async partitions(bench) {
        const changes = { partition: 'founders' };
        const { issuer, act, read, refusalOf } = await tokenOf(bench, 'arc1400', { changes });
        const investor = await someoneRich(bench);
        const supply = await read(issuer, 'arc200_totalSupply');
        const [founders] = (await read(issuer, 'arc1410_partitions_of', issuer.address, 0n)) as [
          string,
        ];
        const held = (who: Account, partition: string) =>
          read(issuer, 'arc1410_balance_of_partition', who.address, partition);

        expect(await held(issuer, founders)).toBe(supply);
        await act(issuer, 'set_investor_flag', investor.address, listed, 1n);
        const move = [founders, investor.address, 3n, nothing] as const;
        await act(issuer, 'arc1410_transfer_by_partition', ...move);
        expect(await held(investor, founders)).toBe(3n);
        expect(await held(investor, defaultPartition)).toBe(0n);
        expect(
          await refusalOf(
            investor,
            'arc1410_transfer_by_partition',
            founders,
            issuer.address,
            4n,
            nothing,
          ),
        ).toMatch(/13 AmountExceedsPartitionBalance/);
      },

      async documents(bench) {
        const document = {
          name: 'prospectus',
          uri: 'https://example.com/prospectus.pdf',
          sha256: 'ab'.repeat(32),
        };
        const changes = { documents: [document, { ...document, name: 'terms' }] };
        const { token, issuer, act, read, refusalOf } = await tokenOf(bench, 'arc1400', {
          changes,
        });
        const stranger = await someoneRich(bench);
        const key = new Uint8Array(32);
        key.set(Buffer.from(document.name));

        expect(token.steps.length).toBeGreaterThan(2);
        const [uri, hash] = (await read(issuer, 'arc1643_get_document', key)) as [string, number[]];
        expect(uri).toBe(document.uri);
        expect(Buffer.from(hash).toString('hex')).toBe(document.sha256);
        expect(await refusalOf(stranger, 'arc1643_remove_document', key)).toMatch(/not_owner/);
        await act(issuer, 'arc1643_remove_document', key);
        expect(await refusalOf(issuer, 'arc1643_get_document', key)).toMatch(/no such document/);
      },

      async controller(bench) {
        const { issuer, act, refusalOf, balanceOf } = await tokenOf(bench, 'arc1400');
        const [controller, investor] = [await someoneRich(bench), await someoneRich(bench)];
        const force = [issuer.address, investor.address, 2n, nothing] as const;
        const reason = Buffer.from('court order 7');

        await act(issuer, 'set_investor_flag', investor.address, listed, 1n);
        expect(
          await refusalOf(controller, 'arc1644_controller_transfer', ...force, reason),
        ).not.toBeNull();
        await act(issuer, 'arc1644_set_controller', controller.address);
        expect(await refusalOf(issuer, 'arc1644_controller_transfer', ...force, reason)).toMatch(
          /50 ControllerUnauthorized/,
        );
        expect(
          await refusalOf(controller, 'arc1644_controller_transfer', ...force, nothing),
        ).toMatch(/52 JustificationRequired/);
        await act(controller, 'arc1644_controller_transfer', ...force, reason);
        expect(await balanceOf(investor)).toBe(2n);
      },
    },
  };
}
