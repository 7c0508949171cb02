/**
 * Who holds how much in which partition (ARC-1410, draft): the books only, no rule about who may move what.
 *
 * A holder's record keeps the balance and the part of it in the default partition, whose id is the zero address. Every other partition a
 * holder ever held has a box of its own. Every method below changes both sides alike, so that partitions always sum to the balance.
 */
import {
  BoxMap,
  clone,
  Global,
  type Account,
  type biguint,
  type uint64,
} from '@algorandfoundation/algorand-typescript';
import { Uint256 } from '@algorandfoundation/algorand-typescript/arc4';
import { CappedToken } from './cappedToken.algo';

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

export abstract class PartitionLedger extends CappedToken {
  protected holders = BoxMap<Account, Holder>({ keyPrefix: 'h' });
  /** No prefix: holder and partition fill the 64 bytes that a box name may have, and no other box has so long a name. */
  protected partitionBalances = BoxMap<PartitionKey, Uint256>({ keyPrefix: '' });
  /** Partitions of a holder in the order of first receipt. Only the last page is ever touched, so that a long list costs no more. */
  protected partitionLists = BoxMap<ListKey, Account[]>({ keyPrefix: 'l' });

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

  protected override balanceOf(owner: Account): biguint {
    return this.holders(owner).exists ? this.holders(owner).value.balance.asBigUint() : 0n;
  }

  protected override setBalance(owner: Account, value: biguint): void {
    const holder = this.holderOf(owner);
    holder.balance = new Uint256(value);
    this.holders(owner).value = clone(holder);
  }

  protected partitionBalanceOf(holder: Account, partition: Account): biguint {
    if (partition === Global.zeroAddress) {
      return this.holders(holder).exists ? this.holders(holder).value.unrestricted.asBigUint() : 0n;
    }
    const held = this.partitionBalances({ holder, partition });
    return held.exists ? held.value.asBigUint() : 0n;
  }

  /** Takes from a partition; fails when it holds less. The caller takes as much from the balance. */
  protected debitPartition(from: Account, partition: Account, value: biguint): void {
    if (value > 0n) {
      // The subtraction fails below zero.
      this.setPartitionBalance(from, partition, this.partitionBalanceOf(from, partition) - value);
    }
  }

  /** Adds to a partition, which is listed at its first receipt. The caller adds as much to the balance. */
  protected creditPartition(to: Account, partition: Account, value: biguint): void {
    if (value > 0n) {
      const held = this.partitionBalanceOf(to, partition);
      this.setPartitionBalance(to, partition, held + value);
    }
  }

  /** One page of a holder's partitions; the default one comes first on page 0 while it holds anything. */
  protected partitionsOf(holder: Account, page: uint64): Account[] {
    const none: Account[] = [];
    const list = this.partitionLists({ holder, page });
    const listed: Account[] = list.exists ? clone(list.value) : clone(none);
    if (page === 0 && this.partitionBalanceOf(holder, Global.zeroAddress) > 0n) {
      return [Global.zeroAddress, ...listed];
    }
    return listed;
  }

  private setPartitionBalance(holder: Account, partition: Account, value: biguint): void {
    if (partition === Global.zeroAddress) {
      const record = this.holderOf(holder);
      record.unrestricted = new Uint256(value);
      this.holders(holder).value = clone(record);
    } else {
      if (!this.partitionBalances({ holder, partition }).exists)
        this.listPartition(holder, partition);
      this.partitionBalances({ holder, partition }).value = new Uint256(value);
    }
  }

  private listPartition(holder: Account, partition: Account): void {
    const record = this.holderOf(holder);
    const page: uint64 = record.partitionCount / pageSize;
    if (record.partitionCount % pageSize === 0) {
      this.partitionLists({ holder, page }).value = [partition];
    } else {
      const listed = clone(this.partitionLists({ holder, page }).value);
      this.partitionLists({ holder, page }).value = [...listed, partition];
    }
    record.partitionCount = record.partitionCount + 1;
    this.holders(holder).value = clone(record);
  }
}
