/** What a token should do, without a chain: balances and approvals in maps, refusals in the words of the contracts. */

/** A call among people who are numbered. */
export type Move =
  | { readonly kind: 'transfer'; readonly by: number; readonly to: number; readonly value: bigint }
  | {
      readonly kind: 'transferFrom';
      readonly by: number;
      readonly from: number;
      readonly to: number;
      readonly value: bigint;
    }
  | {
      readonly kind: 'approve';
      readonly by: number;
      readonly spender: number;
      readonly value: bigint;
    }
  | { readonly kind: 'mint'; readonly by: number; readonly to: number; readonly value: bigint }
  | { readonly kind: 'burn'; readonly by: number; readonly value: bigint };

/** What a call does: which kind of box it makes, or why it is refused. */
export type Verdict =
  | { readonly makes: 'balance' | 'approval' | 'none' }
  | { readonly refused: string };

const maxUint256 = 2n ** 256n - 1n;

export class TokenModel {
  readonly balances = new Map<number, bigint>();
  readonly approvals = new Map<string, bigint>();
  readonly owner: number;
  readonly cap: bigint;
  supply: bigint;

  constructor(start: { owner: number; receiver: number; supply: bigint; cap: bigint }) {
    this.owner = start.owner;
    this.cap = start.cap;
    this.supply = start.supply;
    this.balances.set(start.receiver, start.supply);
  }

  balanceOf(person: number): bigint {
    return this.balances.get(person) ?? 0n;
  }

  allowance(owner: number, spender: number): bigint {
    return this.approvals.get(`${owner}>${spender}`) ?? 0n;
  }

  /** Does what is asked unless it is refused. */
  apply(move: Move): Verdict {
    switch (move.kind) {
      case 'transfer':
        return this.transfer(move.by, move.to, move.value);
      case 'transferFrom': {
        const allowed = this.allowance(move.from, move.by);
        if (allowed === 0n) return { refused: 'not approved' };
        if (allowed < move.value) return { refused: 'approval too low' };
        const verdict = this.transfer(move.from, move.to, move.value);
        if ('makes' in verdict) {
          this.approvals.set(`${move.from}>${move.by}`, allowed - move.value);
        }
        return verdict;
      }
      case 'approve': {
        const key = `${move.by}>${move.spender}`;
        if (move.value === 0n && !this.approvals.has(key)) return { makes: 'none' };
        const makes = this.approvals.has(key) ? 'none' : 'approval';
        this.approvals.set(key, move.value);
        return { makes };
      }
      case 'mint':
        return this.mint(move);
      case 'burn': {
        const held = this.balanceOf(move.by);
        if (held < move.value) return { refused: 'balance too low' };
        if (move.value > 0n) this.balances.set(move.by, held - move.value);
        this.supply -= move.value;
        return { makes: 'none' };
      }
    }
  }

  private transfer(from: number, to: number, value: bigint): Verdict {
    if (value === 0n) return { makes: 'none' };
    const held = this.balanceOf(from);
    if (held < value) return { refused: 'balance too low' };
    if (from === to) return { makes: 'none' };
    this.balances.set(from, held - value);
    return this.credit(to, value);
  }

  private mint({ by, to, value }: { by: number; to: number; value: bigint }): Verdict {
    if (by !== this.owner) return { refused: 'not_owner' };
    if (value === 0n) return { makes: 'none' };
    if (this.supply + value > maxUint256) return { refused: 'supply over 2^256 - 1' };
    if (this.cap > 0n && this.supply + value > this.cap) return { refused: 'supply over the cap' };
    this.supply += value;
    return this.credit(to, value);
  }

  private credit(to: number, value: bigint): Verdict {
    const makes = this.balances.has(to) ? 'none' : 'balance';
    this.balances.set(to, this.balanceOf(to) + value);
    return { makes };
  }
}
