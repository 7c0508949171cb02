import { AppError } from '../error/appError.ts';
import {
  transitions,
  type DeploymentEvent,
  type DeploymentState,
  type ReasonCode,
} from './states.ts';

/** Where an event leads, and why. */
export interface Transition {
  readonly event: DeploymentEvent;
  readonly to: DeploymentState;
  readonly reason: ReasonCode;
  /** The default sentence of the history. */
  readonly message: string;
}

/**
 * Finds where an event leads from a state.
 *
 * @returns The transition, or undefined when the event does not apply in that state.
 * @example
 * findTransition('Queued', 'submit')?.to // "Submitted"
 */
export function findTransition(
  from: DeploymentState,
  event: DeploymentEvent,
): Transition | undefined {
  return transitions.find(
    (row) => row.event === event && (row.from as readonly DeploymentState[]).includes(from),
  );
}

/**
 * Gives where an event leads from a state.
 *
 * @throws {InvalidTransitionError} If the event does not apply in that state.
 */
export function transition(id: string, from: DeploymentState, event: DeploymentEvent): Transition {
  const found = findTransition(from, event);
  if (found === undefined) throw new InvalidTransitionError({ id, from, event });
  return found;
}

/** Thrown when an event does not lead anywhere from a deployment's state. */
export class InvalidTransitionError extends AppError {
  override readonly name = 'InvalidTransitionError';

  constructor({ id, from, event }: { id: string; from: DeploymentState; event: DeploymentEvent }) {
    super({
      code: 'INVALID_TRANSITION',
      message: `Cannot apply "${event}" to deployment "${id}": state is "${from}"`,
      details: { from, event },
    });
  }
}
