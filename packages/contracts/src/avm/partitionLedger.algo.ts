/**
 * Who holds how much in which partition (ARC-1410, draft): the books only, no rule about who may move what.
 *
 * A holder's record keeps the balance and the part of it in the default partition, whose id is the zero address. Every other partition that a
 * holder ever held has a box of its own. Only `credit` and `debit` write amounts, both sides at once: so partitions always sum to
 * the balance, and balances to the supply.
 */
import {
  assert,
  BoxMap,
  clone,
  Global,
  GlobalState,
  readonly,
  type Account,
  type biguint,
  type uint64,
} from '@algorandfoundation/algorand-typescript';
import { Uint256 } from '@algorandfoundation/algorand-typescript/arc4';
import { OwnedSecurity } from './ownedSecurity.algo';

/** All that is known of a holder, in one box, so that a transfer reads one box for each side. */
export type Holder = {
  balance: Uint256;
  /** The part of the balance in the default partition. */
  unrestricted: Uint256;
  /** 1: eligible. */
  kyc: uint64;
  /** Unix time in seconds until which nothing can leave. */
  lockupUntil: uint64;
  /** Jurisdiction code; recorded, not judged. */
  jurisdiction: uint64;
  /** How many partitions besides the default one are listed. */
  partitionCount: uint64;
};

type PartitionKey = { holder: Account; partition: Account };
type ListKey = { holder: Account; page: uint64 };

/** Entries on one page of a holder's list of partitions. */
const pageSize: uint64 = 16;

export abstract class PartitionLedger extends OwnedSecurity {
  protected supplyCap = GlobalState<Uint256>({ key: 'cap' });
  protected holders = BoxMap<Account, Holder>({ keyPrefix: 'h' });
  /** No prefix: holder and partition fill the 64 bytes that a box name may have, and no other box has so long a name. */
  protected partitionBalances = BoxMap<PartitionKey, Uint256>({ keyPrefix: '' });
  /** Partitions of a holder in the order of first receipt. Only the last page is ever touched, so that a long list costs no more. */
  protected partitionLists = BoxMap<ListKey, Account[]>({ keyPrefix: 'l' });

  /** The most that may exist at any one time; zero: no limit but 2^256 - 1. */
  @readonly
  public cap(): Uint256 {
    return this.supplyCap.value;
  }

  /** What an account holds in all partitions; zero for one that never held any. */
  @readonly
  public arc200_balanceOf(owner: Account): Uint256 {
    return this.holderOf(owner).balance;
  }

  /** What an account holds in a partition. */
  @readonly
  public arc1410_balance_of_partition(holder: Account, partition: Account): Uint256 {
    return new Uint256(this.held(this.holderOf(holder).unrestricted, holder, partition));
  }

  /** Partitions that an account holds or held, 16 a page; page 0 begins with the default one while it holds anything. */
  @readonly
  public arc1410_partitions_of(holder: Account, page: uint64): Account[] {
    const none: Account[] = [];
    const list = this.partitionLists({ holder, page });
    const listed: Account[] = list.exists ? clone(list.value) : clone(none);
    if (page === 0 && this.holderOf(holder).unrestricted.asBigUint() > 0n) {
      return [Global.zeroAddress, ...listed];
    }
    return listed;
  }

  protected holderOf(account: Account): Holder {
    if (this.holders(account).exists) return clone(this.holders(account).value);
    return {
      balance: new Uint256(),
      unrestricted: new Uint256(),
      kyc: 0,
      lockupUntil: 0,
      jurisdiction: 0,
      partitionCount: 0,
    };
  }

  /** What a holder has in a partition; what is in the default one is known from the holder's record. */
  protected held(unrestricted: Uint256, holder: Account, partition: Account): biguint {
    if (partition === Global.zeroAddress) return unrestricted.asBigUint();
    const balance = this.partitionBalances({ holder, partition });
    return balance.exists ? balance.value.asBigUint() : 0n;
  }

  /** Adds units to what an account holds; nothing adds nothing, so that it needs no box. */
  protected credit(partition: Account, to: Account, value: biguint): void {
    if (value > 0n) {
      const holder = this.holderOf(to);
      // Cannot overflow: no balance exceeds the supply.
      holder.balance = new Uint256(holder.balance.asBigUint() + value);
      if (partition === Global.zeroAddress) {
        holder.unrestricted = new Uint256(holder.unrestricted.asBigUint() + value);
      } else {
        const balance = this.partitionBalances({ holder: to, partition });
        if (balance.exists) {
          balance.value = new Uint256(balance.value.asBigUint() + value);
        } else {
          balance.value = new Uint256(value);
          this.listPartition(to, holder.partitionCount, partition);
          holder.partitionCount = holder.partitionCount + 1;
        }
      }
      this.holders(to).value = clone(holder);
    }
  }

  /** Takes units away; fails when the partition has fewer, since no subtraction goes below zero. */
  protected debit(partition: Account, from: Account, value: biguint): void {
    if (value > 0n) {
      const holder = this.holderOf(from);
      holder.balance = new Uint256(holder.balance.asBigUint() - value);
      if (partition === Global.zeroAddress) {
        holder.unrestricted = new Uint256(holder.unrestricted.asBigUint() - value);
      } else {
        const balance = this.partitionBalances({ holder: from, partition });
        balance.value = new Uint256(balance.value.asBigUint() - value);
      }
      this.holders(from).value = clone(holder);
    }
  }

  protected raiseSupply(value: biguint): void {
    const supply: biguint = this.totalSupply.value.asBigUint() + value;
    assert(supply <= 2n ** 256n - 1n, 'supply over 2^256 - 1');
    this.totalSupply.value = new Uint256(supply);
    this.requireWithinCap();
  }

  protected lowerSupply(value: biguint): void {
    this.totalSupply.value = new Uint256(this.totalSupply.value.asBigUint() - value);
  }

  protected requireWithinCap(): void {
    const cap = this.supplyCap.value.asBigUint();
    assert(cap === 0n || this.totalSupply.value.asBigUint() <= cap, 'supply over the cap');
  }

  private listPartition(holder: Account, count: uint64, partition: Account): void {
    const key: ListKey = { holder, page: count / pageSize };
    if (count % pageSize === 0) {
      this.partitionLists(key).value = [partition];
    } else {
      this.partitionLists(key).value = [...clone(this.partitionLists(key).value), partition];
    }
  }
}
