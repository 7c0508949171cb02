/**
 * ARC-1410 (draft): transfers, issues and redemptions by partition, and operators.
 *
 * The receiver always gets the units in the partition that they left: falling back to another one would lift its restrictions.
 */
import {
  abimethod,
  assert,
  BoxMap,
  Bytes,
  clone,
  emit,
  Global,
  GlobalState,
  op,
  readonly,
  Txn,
  type Account,
  type biguint,
  type bytes,
  type uint64,
} from '@algorandfoundation/algorand-typescript';
import { Uint256, Uint8 } from '@algorandfoundation/algorand-typescript/arc4';
import { TransferRules } from './transferRules.algo';

type Operator = {
  /** 1: may move all that the holder has in the partition; with the zero address as partition, in any. */
  authorized: uint64;
  /** What may still be moved by portion; with the zero address as partition, in the default one. */
  portion: Uint256;
};

type Verdict = { code: Uint8; status: bytes; receiverPartition: Account };

// ARC-28 events; the drafts' tag numbers are listed in docs/contracts.md.
type arc200_Transfer = { from: Account; to: Account; value: Uint256 };
type arc1410_partition_transfer = {
  from: Account;
  to: Account;
  partition: Account;
  amount: Uint256;
};
type arc1410_partition_issue = { to: Account; partition: Account; amount: Uint256 };
type arc1410_partition_redeem = { from: Account; partition: Account; amount: Uint256 };
type arc1410_operator_authorized = { holder: Account; operator: Account; partition: Account };
type arc1410_operator_revoked = { holder: Account; operator: Account; partition: Account };
type arc1410_operator_portion_authorized = {
  holder: Account;
  operator: Account;
  partition: Account;
  amount: Uint256;
};

export abstract class Arc1410 extends TransferRules {
  /** 1: the owner may issue. */
  protected issuable = GlobalState<uint64>();
  /** By SHA-256(holder, operator, partition): the three are too long for the name of a box. */
  protected operators = BoxMap<bytes<32>, Operator>({ keyPrefix: 'o' });

  /** Moves the caller's own units of the default partition. */
  @abimethod()
  public arc200_transfer(to: Account, value: Uint256): boolean {
    this.requireBootstrapped();
    this.move(Global.zeroAddress, Txn.sender, to, value);
    return true;
  }

  /** Moves another's units of the default partition, who approved it; what remains of the approval is announced. */
  @abimethod()
  public arc200_transferFrom(from: Account, to: Account, value: Uint256): boolean {
    this.requireBootstrapped();
    this.spendApproval(from, Txn.sender, value.asBigUint());
    this.move(Global.zeroAddress, from, to, value);
    return true;
  }

  /** Moves the caller's own units within a partition. */
  @abimethod()
  public arc1410_transfer_by_partition(
    partition: Account,
    to: Account,
    amount: Uint256,
    data: bytes,
  ): Account {
    this.requireBootstrapped();
    this.move(partition, Txn.sender, to, amount);
    return partition;
  }

  /**
   * Tells whether the caller could do `arc1410_operator_transfer_by_partition`, or the transfer of its own units, and why not.
   *
   * Ask by simulation, with the one who would send as the sender.
   */
  @readonly
  public arc1410_can_transfer_by_partition(
    from: Account,
    partition: Account,
    to: Account,
    amount: Uint256,
    data: bytes,
  ): Verdict {
    const value = amount.asBigUint();
    const portion = this.operatorOf(from, Txn.sender, partition).portion.asBigUint();
    const isCovered = portion > 0n && portion >= value;
    if (!isCovered && !this.isOperator(from, Txn.sender, partition)) {
      return this.verdict(0x58, 'OperatorNotAuthorized', partition);
    }
    const code = this.transferCode(from, to, partition, value);
    if (!this.partitions(partition).exists) {
      return this.verdict(0x50, 'PartitionNotExists', partition);
    }
    return this.verdict(this.partitionCode(code), this.reasonOf(code), partition);
  }

  /** Moves another's units within a partition, by right of an operator or out of a portion. */
  @abimethod()
  public arc1410_operator_transfer_by_partition(
    from: Account,
    partition: Account,
    to: Account,
    amount: Uint256,
    data: bytes,
  ): Account {
    this.requireBootstrapped();
    this.useOperatorRight(from, partition, amount.asBigUint());
    this.move(partition, from, to, amount);
    return partition;
  }

  /** 1 when the operator may move all that the holder has in the partition; everyone is one's own operator. */
  @readonly
  public arc1410_is_operator(holder: Account, operator: Account, partition: Account): uint64 {
    return this.isOperator(holder, operator, partition) ? 1 : 0;
  }

  /** 1 when something of the operator's portion in this partition remains. */
  @readonly
  public arc1410_is_operator_by_portion(
    holder: Account,
    operator: Account,
    partition: Account,
  ): uint64 {
    return this.operatorOf(holder, operator, partition).portion.asBigUint() > 0n ? 1 : 0;
  }

  /** Lets an operator move all the caller has in a partition; with the zero address, in all of them. */
  @abimethod()
  public arc1410_authorize_operator(holder: Account, operator: Account, partition: Account): void {
    this.requireHolder(holder, operator);
    const right = this.operatorOf(holder, operator, partition);
    right.authorized = 1;
    this.operators(this.operatorKey(holder, operator, partition)).value = clone(right);
    emit<arc1410_operator_authorized>({ holder, operator, partition });
  }

  /** Takes the full right back; a portion remains until it is set to zero. */
  @abimethod()
  public arc1410_revoke_operator(holder: Account, operator: Account, partition: Account): void {
    this.requireHolder(holder, operator);
    const right = this.operators(this.operatorKey(holder, operator, partition));
    if (right.exists) {
      right.value = { authorized: 0, portion: right.value.portion };
    }
    emit<arc1410_operator_revoked>({ holder, operator, partition });
  }

  /** Sets what an operator may move of the caller's units in this one partition, in place of what was left before. */
  @abimethod()
  public arc1410_authorize_operator_by_portion(
    holder: Account,
    operator: Account,
    partition: Account,
    amount: Uint256,
  ): void {
    this.requireHolder(holder, operator);
    const right = this.operatorOf(holder, operator, partition);
    right.portion = amount;
    this.operators(this.operatorKey(holder, operator, partition)).value = clone(right);
    emit<arc1410_operator_portion_authorized>({ holder, operator, partition, amount });
  }

  /** Makes new units in a partition that is open; the owner only, and only while issuing is on. */
  @abimethod()
  public arc1410_issue_by_partition(
    to: Account,
    partition: Account,
    amount: Uint256,
    data: bytes,
  ): void {
    this.issue(partition, to, amount);
  }

  /** Destroys units of the caller. */
  @abimethod()
  public arc1410_redeem_by_partition(partition: Account, amount: Uint256, data: bytes): void {
    this.requireBootstrapped();
    this.redeem(partition, Txn.sender, amount);
  }

  /** Destroys another's units, by right of an operator or out of a portion. */
  @abimethod()
  public arc1410_operator_redeem_by_partition(
    from: Account,
    partition: Account,
    amount: Uint256,
    data: bytes,
  ): void {
    this.requireBootstrapped();
    this.useOperatorRight(from, partition, amount.asBigUint());
    this.redeem(partition, from, amount);
  }

  /** A transfer by consent. */
  protected move(partition: Account, from: Account, to: Account, amount: Uint256): void {
    this.requireSuccess(this.transferCode(from, to, partition, amount.asBigUint()));
    this.rebook(partition, from, to, amount);
  }

  /** Moves without asking the rules. */
  protected rebook(partition: Account, from: Account, to: Account, amount: Uint256): void {
    if (from !== to) {
      this.debit(partition, from, amount.asBigUint());
      this.credit(partition, to, amount.asBigUint());
    }
    emit<arc200_Transfer>({ from, to, value: amount });
    emit<arc1410_partition_transfer>({ from, to, partition, amount });
  }

  /** Makes new units, by the owner's order. */
  protected issue(partition: Account, to: Account, amount: Uint256): void {
    this.requireOwner();
    assert(this.issuable.value === 1, 'issuance is off');
    this.requireSuccess(this.arrivingCode(to, partition));
    this.raiseSupply(amount.asBigUint());
    this.creditNew(partition, to, amount);
  }

  /** Hands out units that the supply already counts. */
  protected creditNew(partition: Account, to: Account, amount: Uint256): void {
    this.credit(partition, to, amount.asBigUint());
    emit<arc200_Transfer>({ from: Global.zeroAddress, to, value: amount });
    emit<arc1410_partition_issue>({ to, partition, amount });
  }

  /** A redemption by consent. */
  protected redeem(partition: Account, from: Account, amount: Uint256): void {
    this.requireSuccess(this.leavingCode(from, partition, amount.asBigUint()));
    this.destroy(partition, from, amount);
  }

  /** Destroys without asking the rules. */
  protected destroy(partition: Account, from: Account, amount: Uint256): void {
    this.debit(partition, from, amount.asBigUint());
    this.lowerSupply(amount.asBigUint());
    emit<arc200_Transfer>({ from, to: Global.zeroAddress, value: amount });
    emit<arc1410_partition_redeem>({ from, partition, amount });
  }

  /** Fails unless the caller may move so much for the holder. A full right goes first and leaves the portion alone. */
  protected useOperatorRight(from: Account, partition: Account, value: biguint): void {
    if (from === Txn.sender) return;
    const anywhere = this.operators(this.operatorKey(from, Txn.sender, Global.zeroAddress));
    if (anywhere.exists && anywhere.value.authorized === 1) return;
    const right = this.operators(this.operatorKey(from, Txn.sender, partition));
    assert(right.exists, '0x58 OperatorNotAuthorized');
    const { authorized, portion } = clone(right.value);
    if (authorized === 0) {
      // A portion of nothing covers nothing, so that nobody can have others send transfers of nothing.
      assert(portion.asBigUint() > 0n, '0x58 OperatorNotAuthorized');
      assert(portion.asBigUint() >= value, '0x58 OperatorNotAuthorized');
      right.value = { authorized, portion: new Uint256(portion.asBigUint() - value) };
    }
  }

  private requireHolder(holder: Account, operator: Account): void {
    this.requireBootstrapped();
    assert(Txn.sender === holder, 'only the holder can change its operators');
    assert(operator !== holder, 'everyone is their own operator');
  }

  private isOperator(holder: Account, operator: Account, partition: Account): boolean {
    return (
      holder === operator ||
      this.operatorOf(holder, operator, Global.zeroAddress).authorized === 1 ||
      this.operatorOf(holder, operator, partition).authorized === 1
    );
  }

  private operatorOf(holder: Account, operator: Account, partition: Account): Operator {
    const key = this.operatorKey(holder, operator, partition);
    if (this.operators(key).exists) return clone(this.operators(key).value);
    return { authorized: 0, portion: new Uint256() };
  }

  private operatorKey(holder: Account, operator: Account, partition: Account): bytes<32> {
    return op.sha256(holder.bytes.concat(operator.bytes).concat(partition.bytes));
  }

  /** ARC-1410 has codes of its own for what ARC-1594 says, and none for 10, 14 and 15: those stand in its free range. */
  private partitionCode(code: uint64): uint64 {
    if (code === 0) return 0x51;
    if (code === 10) return 0x61;
    if (code === 11) return 0x57;
    if (code === 12) return 0x5b;
    if (code === 13) return 0x52;
    if (code === 14) return 0x60;
    return 0x62;
  }

  private verdict(code: uint64, status: string, receiverPartition: Account): Verdict {
    return { code: new Uint8(code), status: Bytes(status), receiverPartition };
  }
}
