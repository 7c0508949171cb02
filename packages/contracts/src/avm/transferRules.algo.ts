/**
 * What may move: the one place that judges a transfer, an issue or a redemption, in the codes of ARC-1594 (draft).
 *
 * | code | name | when |
 * |---|---|---|
 * | 0 | Success | |
 * | 10 | SenderNotEligible | a whitelist is required and the holder is not on it |
 * | 11 | RecipientNotEligible | so is the receiver, or it is the zero address |
 * | 12 | PartitionRestricted | the owner never opened the partition, or nothing may leave it |
 * | 13 | AmountExceedsPartitionBalance | the holder has less in that partition |
 * | 14 | GlobalTransferHalted | all transfers are halted |
 * | 15 | LockupActive | the holder or the partition is locked up until a later time |
 */
import {
  abimethod,
  assert,
  BoxMap,
  Bytes,
  clone,
  emit,
  err,
  Global,
  GlobalState,
  readonly,
  type Account,
  type biguint,
  type bytes,
  type uint64,
} from '@algorandfoundation/algorand-typescript';
import { PartitionLedger } from './partitionLedger.algo';

type Partition = {
  /** 1: holders may transfer and redeem. */
  transferable: uint64;
  /** Unix time in seconds until which nothing can leave. */
  lockupUntil: uint64;
};

type arc1594_halted = { flag: boolean };
type investor_flag_set = { addr: Account; flag_key: bytes; value: uint64 };
type arc1410_partition_flag_set = { partition: Account; flag_key: bytes; value: uint64 };

export abstract class TransferRules extends PartitionLedger {
  /** 1: nobody can transfer or redeem; the controller still can act. */
  protected halt = GlobalState<uint64>();
  /** 1: only listed accounts may hold the token. Frozen at creation. */
  protected whitelistRequired = GlobalState<uint64>({ key: 'whitelist-required' });
  /** The partitions that the owner opened; there are no others. */
  protected partitions = BoxMap<Account, Partition>({ keyPrefix: 'partition-' });

  /** Halts all transfers and redemptions, or lets them go on; the owner only. */
  @abimethod()
  public arc1594_set_halted(flag: boolean): void {
    this.requireOwner();
    this.halt.value = flag ? 1 : 0;
    emit<arc1594_halted>({ flag });
  }

  /** Whether transfers are halted. */
  @readonly
  public arc1594_is_halted(): boolean {
    return this.halt.value === 1;
  }

  /** Whether only listed accounts may hold the token. */
  @readonly
  public whitelist_required(): boolean {
    return this.whitelistRequired.value === 1;
  }

  /**
   * Writes what is known of an investor; the owner only.
   *
   * @param flag_key `kyc` (1: listed, 0: not), `lockup-until` (Unix time in seconds) or `jur` (a jurisdiction code of the owner's choice)
   */
  @abimethod()
  public set_investor_flag(addr: Account, flag_key: bytes, value: uint64): void {
    this.requireOwner();
    assert(addr !== Global.zeroAddress, 'zero_address_not_allowed');
    const holder = this.holderOf(addr);
    if (flag_key === Bytes('kyc')) {
      assert(value <= 1, 'flag must be 0 or 1');
      holder.kyc = value;
    } else if (flag_key === Bytes('lockup-until')) {
      holder.lockupUntil = value;
    } else {
      assert(flag_key === Bytes('jur'), 'unknown flag');
      holder.jurisdiction = value;
    }
    this.holders(addr).value = clone(holder);
    emit<investor_flag_set>({ addr, flag_key, value });
  }

  /** What `set_investor_flag` wrote; 0 for an unknown account. */
  @readonly
  public get_investor_flag(addr: Account, flag_key: bytes): uint64 {
    const holder = this.holderOf(addr);
    if (flag_key === Bytes('kyc')) return holder.kyc;
    if (flag_key === Bytes('lockup-until')) return holder.lockupUntil;
    assert(flag_key === Bytes('jur'), 'unknown flag');
    return holder.jurisdiction;
  }

  /**
   * Opens a partition at the first call for it and changes its flags; the owner only.
   *
   * @param flag_key `transferable` (1 or 0) or `lockup-until` (Unix time in seconds)
   */
  @abimethod()
  public arc1410_set_partition_flag(partition: Account, flag_key: bytes, value: uint64): void {
    this.requireOwner();
    const flags = this.partitionOf(partition);
    if (flag_key === Bytes('transferable')) {
      assert(value <= 1, 'flag must be 0 or 1');
      flags.transferable = value;
    } else {
      assert(flag_key === Bytes('lockup-until'), 'unknown flag');
      flags.lockupUntil = value;
    }
    this.partitions(partition).value = clone(flags);
    emit<arc1410_partition_flag_set>({ partition, flag_key, value });
  }

  /** What `arc1410_set_partition_flag` wrote; 0 for a partition that was never opened. */
  @readonly
  public arc1410_get_partition_flag(partition: Account, flag_key: bytes): uint64 {
    const flags = this.partitionOf(partition);
    if (flag_key === Bytes('transferable')) return flags.transferable;
    assert(flag_key === Bytes('lockup-until'), 'unknown flag');
    return flags.lockupUntil;
  }

  protected openPartition(partition: Account): void {
    this.partitions(partition).value = { transferable: 1, lockupUntil: 0 };
  }

  protected listInvestor(account: Account): void {
    const holder = this.holderOf(account);
    holder.kyc = 1;
    this.holders(account).value = clone(holder);
  }

  /** Judges a transfer that the holder, or one whom the holder allowed it, asks for. */
  protected transferCode(from: Account, to: Account, partition: Account, value: biguint): uint64 {
    const code = this.leavingCode(from, partition, value);
    // What may leave a partition shows that it is open.
    return code === 0 ? this.receiverCode(to) : code;
  }

  /** Judges what leaves a holder by consent. */
  protected leavingCode(from: Account, partition: Account, value: biguint): uint64 {
    if (this.halt.value === 1) return 14;
    const holder = this.holderOf(from);
    if (this.whitelistRequired.value === 1 && holder.kyc === 0) return 10;
    const flags = this.partitionOf(partition);
    if (flags.transferable === 0) return 12;
    const now = Global.latestTimestamp;
    if (now < holder.lockupUntil || now < flags.lockupUntil) return 15;
    return this.held(holder.unrestricted, from, partition) < value ? 13 : 0;
  }

  /** Judges whether there is enough: all that is asked when a controller takes. */
  protected coverCode(from: Account, partition: Account, value: biguint): uint64 {
    return this.held(this.holderOf(from).unrestricted, from, partition) < value ? 13 : 0;
  }

  /** Judges what arrives at a holder, whoever sends it. */
  protected arrivingCode(to: Account, partition: Account): uint64 {
    return this.partitions(partition).exists ? this.receiverCode(to) : 12;
  }

  /** Fails with the code and its name, which clients find by the program counter in the app's ARC-56 description. */
  protected requireSuccess(code: uint64): void {
    if (code === 0) return;
    assert(code !== 10, '10 SenderNotEligible');
    assert(code !== 11, '11 RecipientNotEligible');
    assert(code !== 12, '12 PartitionRestricted');
    assert(code !== 13, '13 AmountExceedsPartitionBalance');
    assert(code !== 14, '14 GlobalTransferHalted');
    err('15 LockupActive');
  }

  protected reasonOf(code: uint64): string {
    if (code === 0) return 'Success';
    if (code === 10) return 'SenderNotEligible';
    if (code === 11) return 'RecipientNotEligible';
    if (code === 12) return 'PartitionRestricted';
    if (code === 13) return 'AmountExceedsPartitionBalance';
    if (code === 14) return 'GlobalTransferHalted';
    if (code === 15) return 'LockupActive';
    err('40 InternalError');
  }

  private receiverCode(to: Account): uint64 {
    if (to === Global.zeroAddress) return 11;
    return this.whitelistRequired.value === 1 && this.holderOf(to).kyc === 0 ? 11 : 0;
  }

  private partitionOf(partition: Account): Partition {
    if (this.partitions(partition).exists) return clone(this.partitions(partition).value);
    return { transferable: 0, lockupUntil: 0 };
  }
}
