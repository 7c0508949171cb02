/**
 * ARC-88: one owner, whose right can be handed on or given up.
 *
 * `reference`: https://github.com/scholtz/arc-1400 (draft); the words of the failures are the draft's error codes.
 */
import {
  abimethod,
  assert,
  emit,
  Global,
  GlobalState,
  readonly,
  Txn,
  type Account,
  type uint64,
} from '@algorandfoundation/algorand-typescript';
import { TokenBase } from './tokenBase.algo';

type arc88_ownership_transferred = { previous_owner: Account; new_owner: Account };
type arc88_ownership_renounced = { previous_owner: Account };

export abstract class OwnedSecurity extends TokenBase {
  /** Absent from creation to bootstrap unless `arc88_initialize_owner` named one: the creator is meant. Zero: renounced. */
  protected owner = GlobalState<Account>();

  /** The owner, or the zero address when there is none any more. */
  @readonly
  public arc88_owner(): Account {
    return this.currentOwner();
  }

  /** 1 for the owner, otherwise 0; never 1 for the zero address. */
  @readonly
  public arc88_is_owner(query: Account): uint64 {
    return query !== Global.zeroAddress && query === this.currentOwner() ? 1 : 0;
  }

  /** Names another owner than the creator, who alone may do so, once, and only before the token is in use. */
  @abimethod()
  public arc88_initialize_owner(new_owner: Account): void {
    assert(!this.owner.hasValue, 'already_initialized');
    assert(Txn.sender === Global.creatorAddress, 'not_owner');
    assert(new_owner !== Global.zeroAddress, 'zero_address_not_allowed');
    this.owner.value = new_owner;
  }

  /** Hands all rights to another account, at once and without asking it. */
  @abimethod()
  public arc88_transfer_ownership(new_owner: Account): void {
    this.requireOwner();
    assert(new_owner !== Global.zeroAddress, 'zero_address_not_allowed');
    this.owner.value = new_owner;
    emit<arc88_ownership_transferred>({ previous_owner: Txn.sender, new_owner });
  }

  /** Gives all rights up, for ever. */
  @abimethod()
  public arc88_renounce_ownership(): void {
    this.requireOwner();
    this.owner.value = Global.zeroAddress;
    emit<arc88_ownership_renounced>({ previous_owner: Txn.sender });
  }

  /** From now on the owner is written down and cannot be initialized. */
  protected settleOwner(): void {
    if (!this.owner.hasValue) this.owner.value = Global.creatorAddress;
  }

  protected requireOwner(): void {
    this.requireBootstrapped();
    assert(this.owner.value !== Global.zeroAddress, 'no_owner_set');
    assert(Txn.sender === this.owner.value, 'not_owner');
  }

  private currentOwner(): Account {
    return this.owner.hasValue ? this.owner.value : Global.creatorAddress;
  }
}
